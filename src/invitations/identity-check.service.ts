import { createHash, timingSafeEqual } from 'node:crypto';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import type { Language } from '../language/language.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { hashOfToken, Vault } from '../privacy/vault.js';
import { networkOf } from '../security/network-address.js';
import { RequestLimits } from '../security/request-limits.js';
import type { Identity } from './identity.form.js';
import { Invitation } from './invitation.entity.js';
import { InvitationLink } from './invitation-link.entity.js';
import { Reply } from './reply.entity.js';

/** From the link in the mail to an open reply: whoever has the link still shows that they are the person it is for. */
@Injectable()
export class IdentityCheckService {
  constructor(
    private readonly em: EntityManager,
    private readonly vault: Vault,
    private readonly limits: RequestLimits,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The invitation a link leads to, its own or a reminder's; null for a link that never was, or that a newer one replaced. */
  async findByToken(token: string): Promise<Invitation | null> {
    const tokenHash = hashOfToken(token);
    const first = await this.em.findOne(Invitation, { tokenHash });
    if (first) return first;
    const link = await this.em.findOne(InvitationLink, { tokenHash }, { populate: ['invitation'] });
    return link?.invitation ?? null;
  }

  /**
   * True when the details are those of the principal applicant; then their reply is open. Both details are always compared, in
   * full, so that neither the answer nor its time tells which one was wrong.
   * @param address the visitor's network address, for the limits
   * @throws TooManyRequests after a few wrong tries (PORTAL.md 4)
   */
  async passes(invitation: Invitation, given: Identity, language: Language, address: string): Promise<boolean> {
    // a pair: a stranger who has the link too makes only themselves wait
    const tries = `${invitation.id}|${networkOf(address)}`;
    await this.limits.consume('identityChecks', tries);
    const person = await this.em.findOneOrFail(
      Person,
      { caseFile: invitation.caseFile.id, relation: 'principal' },
      { populate: ['caseFile'] },
    );
    const number = this.vault.index('application-number', normalApplicationNumber(given.applicationNumber));
    const right = [
      timingSafeEqual(number, person.caseFile.applicationNumberIndex),
      timingSafeEqual(digest(given.dateOfBirth), digest(person.facts.dateOfBirth)),
    ];
    const passed = !right.includes(false);
    await this.#record(invitation.id, person.id, passed, language);
    if (passed) await this.limits.forget('identityChecks', tries);
    return passed;
  }

  /** A reply that was begun is gone on with; its answers were kept. */
  async #record(invitationId: string, personId: string, passed: boolean, language: Language): Promise<void> {
    const now = this.clock.now();
    await this.em.transactional(
      async (em) => {
        const invitation = await em.findOneOrFail(Invitation, { id: invitationId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const caseFile = invitation.caseFile.id;
        this.audit.record(em, null, passed ? 'invitation.identity_shown' : 'invitation.identity_refused', invitationId, now, {}, caseFile);
        if (!passed || (await em.count(Reply, { invitation: invitationId })) > 0) return;
        const reply = em.create(Reply, { invitation, person: em.getReference(Person, personId), language, answers: {}, startedAt: now });
        this.audit.record(em, null, 'reply.started', reply.id, now, {}, caseFile);
      },
      { clear: true },
    );
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
