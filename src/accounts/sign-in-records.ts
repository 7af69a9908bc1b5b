import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { after, Clock, DAY } from '../clock.js';
import { v7 } from '../database/uuid.js';
import { Outbox } from '../mail/outbox.js';
import { hashOfToken } from '../privacy/vault.js';
import type { SignedIn } from '../sessions/signed-in.js';
import { Account } from './account.entity.js';
import { recordSharedBrowser } from './shared-browser.js';
import { SignInEvent } from './sign-in-event.entity.js';

/** How far back people see who signed in with their account; more rows than these are nobody's to read through. */
export const SIGN_INS_SHOWN_DAYS = 90;
export const SIGN_INS_SHOWN = 100;

/** Who signed in, and on what: people see it, and a browser that is new to an account is told to its owner. */
@Injectable()
export class SignInRecords {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * A sign-in that is complete. Where the account was used before, and never in this browser, its owner gets a mail.
   * @param epoch the account's when its password was compared: a browser whose sign-in all sessions' end overtook does not become known
   * @param browser the token of the browser's own cookie
   */
  async done({ actor, epoch }: SignedIn, device: string, browser: string): Promise<void> {
    const now = this.clock.now();
    await this.em.transactional(
      async (em) => {
        const account = await em.findOneOrFail(Account, { id: actor.accountId });
        // browsers are forgotten when an account is closed or reset; that it was used is not
        const usedBefore = (await em.count(SignInEvent, { account, outcome: 'done' })) > 0;
        // two tabs of one browser may arrive together: one of them makes the row
        const [row] = await em.execute<{ is_new: boolean }[]>(
          `insert into known_device (account_id, device_hash, first_seen_at, last_seen_at)
             select id, ?, ?, ? from account where id = ? and session_epoch = ? for key share
             on conflict (account_id, device_hash) do update set last_seen_at = excluded.last_seen_at returning (xmax = 0) as is_new`,
          [hashOfToken(browser), now, now, account.id, epoch],
        );
        await recordSharedBrowser(em, this.audit, account, hashOfToken(browser), now);
        em.create(SignInEvent, { id: v7(), account, at: now, outcome: 'done', device });
        if (usedBefore && row?.is_new) this.outbox.add(em, 'new-device', account, { device, signedInAt: now.toISOString() }, now);
      },
      { clear: true },
    );
  }

  /** The newest first. */
  async recent(actor: Actor): Promise<SignInEvent[]> {
    return this.em.find(
      SignInEvent,
      { account: actor.accountId, at: { $gt: after(this.clock.now(), -SIGN_INS_SHOWN_DAYS * DAY) } },
      { orderBy: { at: 'desc', id: 'desc' }, limit: SIGN_INS_SHOWN },
    );
  }
}
