import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { lastSharedBrowsers } from '../accounts/shared-browser.js';
import { whyNotChangeFamily } from '../cases/family.policy.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { Invitation } from '../invitations/invitation.entity.js';
import { Reply } from '../invitations/reply.entity.js';
import type { Language } from '../language/language.js';
import { href } from '../language/routes.js';
import { BouncedMails } from '../mail/bounces/bounced-mails.js';
import { LegalHolds } from '../retention/legal-holds.service.js';
import { caseActs, waitingFirst } from './case-acts.js';
import { CasePersons } from './case-persons.js';
import { RepresentativeSessions } from './representative-sessions.js';

/** What an officer sees of a case, as plain values for the view. */
@Injectable()
export class CasePage {
  constructor(
    private readonly em: EntityManager,
    private readonly persons: CasePersons,
    private readonly representatives: RepresentativeSessions,
    private readonly holds: LegalHolds,
    private readonly bounced: BouncedMails,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFoundException */
  async of(officer: Actor<'officer'>, caseFileId: string, language: Language): Promise<Record<string, unknown>> {
    if (!isUuid(caseFileId)) throw new NotFoundException();
    const invitation = await this.em.findOne(Invitation, { caseFile: caseFileId }, { populate: ['caseFile.persons'] });
    if (!invitation) throw new NotFoundException();
    const where = { invitation: invitation.id, sentAt: { $ne: null } };
    const reply = (await this.em.findOne(Reply, where, { populate: ['person.caseFile.persons', 'members'] })) as Reply | null;
    const representatives = await this.representatives.inCase(caseFileId);
    const shared = await lastSharedBrowsers(this.em, caseFileId, this.clock.now());
    const heldSince = await this.#heldSince(caseFileId);
    const persons = await this.persons.of(officer, invitation, reply, heldSince !== null, language);
    const [principal, ...family] = persons.map((one) => ({
      ...one,
      representative: representatives.get(one.person.id) ?? null,
      sharedBrowser: shared.get(one.person.id) ?? null,
    }));
    if (!principal) throw new NotFoundException();
    const { caseFile } = invitation;
    const acts = waitingFirst([...caseActs(caseFile.id, principal.entry, reply, invitation.version, language), ...principal.acts]);
    const everybody = [principal, ...family];
    const names = new Set([...acts, ...family.flatMap((member) => member.acts)].map(({ name }) => name));
    return {
      caseFile: {
        id: caseFile.id,
        applicationNumber: caseFile.applicationNumber,
        contactAddress: caseFile.contactAddress,
        language: caseFile.language,
        appliedOn: caseFile.appliedOn,
        createdAt: caseFile.createdAt,
      },
      ...principal,
      acts,
      family,
      size: everybody.length,
      onHold: everybody.filter(({ standing }) => standing.whoSign === 'hold').length,
      mayAdd: whyNotChangeFamily(invitation.state, null, false) === null,
      invitation: {
        state: principal.entry.invitation,
        sentAt: invitation.sentAt ?? null,
        endsAt: invitation.endsAt ?? null,
        repliedAt: invitation.repliedAt ?? null,
      },
      reply: reply
        ? { reference: reply.reference ?? '', readAt: reply.readAt ?? null, emailConfirmed: Boolean(reply.emailConfirmedAt) }
        : null,
      bounced: (await this.bounced.ofCase(caseFile.id)).map(({ personId, ...mail }) => ({
        ...mail,
        name: everybody.find(({ person }) => person.id === personId)?.person.name ?? '',
        seen: `${href('adminBounceSeen', language, { case: caseFile.id })}?mail=${mail.id}`,
      })),
      hold: { case: caseFile.id, since: heldSince },
      hints: HINTS.filter(([act]) => names.has(act)).map(([, text]) => text),
    };
  }

  async #heldSince(caseFileId: string): Promise<Date | null> {
    const open = (await this.holds.of(caseFileId)).find(({ endedAt }) => endedAt === null);
    return open?.begunAt ?? null;
  }
}

/** What an officer should know before they press. */
const HINTS = [
  ['sendAgain', 'admin-cases:againHint'],
  ['reissue', 'admin-cases:reissueHint'],
] as const;
