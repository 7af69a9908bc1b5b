import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { after, Clock } from '../clock.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken, newToken } from '../privacy/vault.js';
import { Account } from './account.entity.js';
import { SIGN_IN_LINK_LIFE, SIGN_IN_LINK_MINUTES } from './password.rules.js';
import { SignInLink } from './sign-in-link.entity.js';

/** What a link is when somebody opens it. */
export type SignInLinkState = 'open' | 'closed' | 'unknown';

/** Which name a browser may try, until when: what a used link gives to a session. */
export interface OpenedSignIn {
  readonly name: string;
  /** In milliseconds. */
  readonly until: number;
}

/** The mailed link that is needed too after a hundred wrong passwords in a row (TRUST.md 1). */
@Injectable()
export class SignInLinkService {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Mails a link to the owner, unless one is on its way: nobody's mailbox is flooded by strangers. */
  async mail(accountId: string): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const account = await em.findOneOrFail(Account, { id: accountId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        const now = this.clock.now();
        if (account.state === 'suspended') return;
        if ((await em.count(SignInLink, { account, usedAt: null, endsAt: { $gt: now } })) > 0) return;
        const token = newToken();
        em.create(SignInLink, { account, tokenHash: hashOfToken(token), createdAt: now, endsAt: after(now, SIGN_IN_LINK_LIFE) });
        this.outbox.add(em, 'sign-in-link', account, { token, minutes: SIGN_IN_LINK_MINUTES }, now);
        this.audit.record(em, null, 'sign_in.link_mailed', account.id, now);
      },
      { clear: true },
    );
  }

  /** Opening the link uses nothing up: mail scanners open links too. */
  async stateOf(token: string): Promise<SignInLinkState> {
    const link = await this.em.findOne(SignInLink, { tokenHash: hashOfToken(token) }, { disableIdentityMap: true });
    return stateAt(link, this.clock.now());
  }

  /** Uses the link up; null when it can't be used. */
  async use(token: string): Promise<OpenedSignIn | null> {
    return this.em.transactional(
      async (em) => {
        const link = await em.findOne(
          SignInLink,
          { tokenHash: hashOfToken(token) },
          { populate: ['account'], lockMode: LockMode.PESSIMISTIC_WRITE, strategy: 'select-in' },
        );
        const now = this.clock.now();
        if (!link || stateAt(link, now) !== 'open') return null;
        link.usedAt = now;
        this.audit.record(em, null, 'sign_in.link_used', link.account.id, now);
        return { name: link.account.username, until: after(now, SIGN_IN_LINK_LIFE).getTime() };
      },
      { clear: true },
    );
  }
}

function stateAt(link: SignInLink | null, now: Date): SignInLinkState {
  if (!link) return 'unknown';
  return !link.usedAt && now < link.endsAt ? 'open' : 'closed';
}
