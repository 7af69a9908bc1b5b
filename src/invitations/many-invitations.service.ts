import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import type { CaseFile } from '../cases/case-file.entity.js';
import { EmailUses } from '../cases/email-uses.js';
import { after, Clock, MINUTE } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from './invitation.entity.js';
import { InvitationService } from './invitation.service.js';

/** A case on the list, with the version of its invitation that the officer saw. */
export interface Chosen {
  readonly id: string;
  readonly version: number;
}

/** One whose invitation can be sent now. */
export interface Ready extends Chosen {
  readonly applicationNumber: string;
}

/** Why the invitation of a chosen case was not sent; also names of texts. `sentBefore`: it waits for its answer already, or has it. */
export type NotSentReason = 'own' | 'representative' | 'otherCase' | 'sentBefore' | 'changed';

export interface NotSent {
  readonly id: string;
  readonly applicationNumber: string;
  readonly reason: NotSentReason;
}

/** Invitations of several cases at once: each in a transaction of its own, so that one that can't be sent stops no other. */
@Injectable()
export class ManyInvitations {
  constructor(
    private readonly em: EntityManager,
    private readonly invitations: InvitationService,
    private readonly emailUses: EmailUses,
    private readonly ownFiles: OwnFiles,
    private readonly clock: Clock,
  ) {}

  /** Says how many were sent, and the cases whose were not. One press sends each once, however often it arrives. */
  async send(
    officer: Actor<'officer'>,
    chosen: readonly Chosen[],
  ): Promise<{ readonly sent: number; readonly notSent: readonly string[] }> {
    const closed = await this.ownFiles.of(officer);
    const notSent: string[] = [];
    for (const { id, version } of chosen) if (closed.has(id) || !(await this.#sendOne(officer, id, version))) notSent.push(id);
    return { sent: chosen.length - notSent.length, notSent };
  }

  /** Of these cases, those whose invitation can be sent now, and of the others why it can't. Ids that name no case are passed over. */
  async judge(
    officer: Actor<'officer'>,
    ids: readonly string[],
  ): Promise<{ readonly ready: readonly Ready[]; readonly not: readonly NotSent[] }> {
    const closed = await this.ownFiles.of(officer);
    const where = { caseFile: { id: { $in: ids.filter(isUuid) } } };
    const invitations = await this.em.find(Invitation, where, {
      populate: ['caseFile.persons'],
      strategy: 'select-in',
      orderBy: { caseFile: 'desc' },
    });
    const ready: Ready[] = [];
    const not: NotSent[] = [];
    for (const invitation of invitations) {
      const { caseFile, version } = invitation;
      const waits = invitation.state === 'draft' || invitation.hasEnded(this.clock.now());
      const reason = closed.has(caseFile.id) ? 'own' : waits ? await this.#refusal(caseFile) : 'sentBefore';
      if (reason) not.push({ id: caseFile.id, applicationNumber: caseFile.applicationNumber, reason });
      else ready.push({ id: caseFile.id, version, applicationNumber: caseFile.applicationNumber });
    }
    return { ready, not };
  }

  /** The button was pressed twice: both presses sent the one. */
  async #sentJustNow(id: string, version: number): Promise<boolean> {
    const where = { caseFile: id, state: 'sent', version: version + 1, sentAt: { $gt: after(this.clock.now(), -MINUTE) } } as const;
    return (await this.em.fork().count(Invitation, where)) > 0;
  }

  async #refusal(caseFile: CaseFile): Promise<NotSentReason | null> {
    const principal = caseFile.persons.find(({ relation }) => relation === 'principal');
    return principal ? ((await this.emailUses.refusalOf(this.em, principal.email, caseFile.id))?.reason ?? null) : null;
  }

  async #sendOne(officer: Actor<'officer'>, id: string, version: number): Promise<boolean> {
    try {
      return (await this.invitations.send(officer, id, version)) === null;
    } catch (fault) {
      if (fault instanceof TransitionRefused) return this.#sentJustNow(id, version);
      if (fault instanceof NotFoundException) return false; // it was removed meanwhile
      throw fault;
    }
  }
}
