import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { SignInService } from '../accounts/sign-in.service.js';
import type { Person } from '../cases/person.entity.js';
import { type FieldError, fieldError } from '../forms/form-result.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { isNameOnFile } from './presence.rules.js';
import { DeclaringPaused, PresenceService } from './presence.service.js';
import { TransitionRefused } from './transition.js';

/** Signing a declaration: read, tick, type your name, password again (PORTAL.md 5). Every declaration of an applicant passes here. */
@Injectable()
export class Signing {
  constructor(
    private readonly presence: PresenceService,
    private readonly signIns: SignInService,
  ) {}

  /** What is wrong with the name or the password; null when both are the signer's. Whoever signs for a child types their own name. */
  async problem(
    applicant: Actor<'applicant'>,
    personId: string,
    { name, password }: { readonly name: string; readonly password: string },
  ): Promise<FieldError | null> {
    const { signer } = await this.presence.signerFor(applicant, personId);
    if (!isNameOnFile(name, signer)) return fieldError('name', 'presence:nameDiffers', { name: signer });
    return (await this.signIns.confirmsPassword(applicant, password)) ? null : fieldError('password', 'presence:wrongPassword');
  }

  /** Waits for a declaration; pressed twice at once the first press declares, and both see its receipt. @throws RefusalPage while it is paused */
  async once(person: Person, declaring: Promise<unknown>): Promise<void> {
    try {
      await declaring;
    } catch (fault) {
      if (fault instanceof DeclaringPaused) throw pausedRefusal(person, fault.until);
      if (!(fault instanceof TransitionRefused)) throw fault;
    }
  }
}

/** The address of mail was changed a short while ago (PORTAL.md 6.9). */
export const pausedRefusal = (person: Person, until: Date): RefusalPage =>
  new RefusalPage(409, 'confirmation/presence-paused', { person: { id: person.id, name: person.fullName }, until });
