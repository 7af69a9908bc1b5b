import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { newLinkCode } from '../../accounts/credentials.js';
import { readerOf } from '../../accounts/reader-of.js';
import { AuditLog } from '../../audit/audit-log.js';
import { after, Clock, DAY } from '../../clock.js';
import { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { Outbox } from '../../mail/outbox.js';
import { hashOfToken } from '../../privacy/vault.js';
import { photoLock } from '../photo.policy.js';
import { newPhotoKey, PhotoStore } from '../photo-store.js';
import { PhotoUploadService } from '../upload/photo-upload.service.js';
import { aboutPerson } from '../../mail/about-person.js';
import { PhotographerLink } from './photographer-link.entity.js';

/** A link works so long [A]: time to find a studio. */
export const PHOTOGRAPHER_LINK_DAYS = 14;

/** How a code is read: capitals, blanks and missing hyphens don't matter. */
const normalCode = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

/** One-time links for photographers: made by the applicant, used once by a studio, and what came is taken over or not. */
@Injectable()
export class PhotographerLinks {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly store: PhotoStore,
    private readonly uploads: PhotoUploadService,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** The person's link or what came through it; null where there is none, or its time is over and nothing came. */
  async of({ person }: Confirmation): Promise<PhotographerLink | null> {
    const link = await this.em.findOne(PhotographerLink, { person: person.id }, { disableIdentityMap: true });
    return link && (link.arrivedAt || link.isOpen(this.clock.now())) ? link : null;
  }

  /**
   * A new link; the one before, and a photo that came through it, are gone.
   * @returns its code, which is stored nowhere
   * @throws TransitionRefused while a photo is with the officers, or accepted (S26)
   */
  async make(applicant: Actor<'applicant'>, personId: string): Promise<string> {
    const code = newLinkCode();
    const replaced = await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        if (photoLock(confirmation.photo)) throw new TransitionRefused('photo', confirmation.photo?.state ?? 'none', 'upload');
        const { person } = confirmation;
        const key = await remove(em, person.id);
        em.create(PhotographerLink, {
          person,
          tokenHash: hashOfToken(normalCode(code)),
          madeAt: now,
          endsAt: after(now, PHOTOGRAPHER_LINK_DAYS * DAY),
        });
        this.audit.record(em, applicant, 'photographer.link_made', person.id, now, {}, person.caseFile.id);
        return key;
      },
      { clear: true },
    );
    if (replaced) await this.store.delete(replaced);
    return code;
  }

  /** The link opens nothing any more, and a photo that came is not used. Twice is the same as once. */
  async end(applicant: Actor<'applicant'>, personId: string): Promise<void> {
    const key = await this.em.transactional(
      async (em) => {
        const { person } = await this.confirmations.of(applicant, personId, em);
        const link = await em.findOne(PhotographerLink, { person: person.id });
        if (!link) return null;
        const removed = await remove(em, person.id);
        const action = removed ? 'photographer.photo_declined' : 'photographer.link_ended';
        this.audit.record(em, applicant, action, person.id, this.clock.now(), {}, person.caseFile.id);
        return removed;
      },
      { clear: true },
    );
    if (key) await this.store.delete(key);
  }

  /** The link of a code, while a photo can be sent through it; null for a code of none, one that is over, used or ended. */
  async byCode(code: string): Promise<PhotographerLink | null> {
    const link = await this.em.findOne(PhotographerLink, { tokenHash: hashOfToken(normalCode(code)) }, { disableIdentityMap: true });
    return link && (await canReceive(this.em, link, this.clock.now())) ? link : null;
  }

  /**
   * Keeps the one photo, and tells the applicant. Two at once: the first is kept.
   * @returns false when the link was used, ended or over by then
   */
  async receive(code: string, fileName: string, bytes: Buffer): Promise<boolean> {
    const link = await this.byCode(code);
    if (!link) return false;
    const key = newPhotoKey();
    await this.store.put(key, bytes);
    const kept = await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in', populate: ['person.caseFile'] } as const;
        const locked = await em.findOne(PhotographerLink, { id: link.id }, lock);
        if (!locked || !(await canReceive(em, locked, now))) return false;
        locked.receive(key, fileName, now);
        const { person } = locked;
        this.audit.record(em, null, 'photographer.photo_sent', person.id, now, {}, person.caseFile.id);
        this.outbox.add(em, 'photographer-sent', await readerOf(em, person), aboutPerson(person), now);
        return true;
      },
      { clear: true },
    );
    if (!kept) await this.store.delete(key);
    return kept;
  }

  /**
   * The applicant takes the photo over.
   * @param linkId through which the photo that stood on the page came: another that came since was not looked at
   * @returns false when it is not there to take over: done before, or replaced, in another window
   * @throws TransitionRefused while a photo is with the officers, or accepted (S26)
   */
  async adopt(applicant: Actor<'applicant'>, personId: string, linkId: string): Promise<boolean> {
    const link = await this.of(await this.confirmations.of(applicant, personId));
    if (!link?.storeKey || link.id !== linkId) return false;
    await this.uploads.takeOver(applicant, personId, link.storeKey, link.fileName ?? '');
    // only now: whoever is stopped in between finds it here again
    await this.em.nativeDelete(PhotographerLink, { id: link.id });
    await this.store.delete(link.storeKey);
    return true;
  }
}

/** Not for a suspended file, nor while a photo is with the officers or accepted. */
async function canReceive(em: EntityManager, link: PhotographerLink, now: Date): Promise<boolean> {
  if (!link.isOpen(now)) return false;
  const confirmation = await em.findOne(Confirmation, { person: link.person.id }, { populate: ['photo'] });
  return confirmation !== null && !confirmation.suspendedAt && !photoLock(confirmation.photo);
}

/** Answers with the key of the file that no row names any more. */
async function remove(em: EntityManager, personId: string): Promise<string | null> {
  const link = await em.findOne(PhotographerLink, { person: personId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!link) return null;
  await em.nativeDelete(PhotographerLink, { id: link.id });
  em.clear();
  return link.storeKey ?? null;
}
