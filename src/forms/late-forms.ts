import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type pg from 'pg';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { after, Clock } from '../clock.js';
import { v7 } from '../database/uuid.js';
import { hashOfToken } from '../privacy/vault.js';
import { OWNER_KNOWN } from '../sessions/session.rules.js';
import { hashOfSession } from '../sessions/session-store.js';
import { POOL } from '../tokens.js';
import { KeptForm, type KeptContent } from './kept-form.entity.js';

/** So many forms wait for one account at most: the newest. */
const KEPT_FORMS = 10;

/**
 * Forms that were sent after their session had ended. They wait, encrypted, for the account whose session it was, a day at most; they
 * are given back once, filled in and not sent (PAGES.md 3.4, PORTAL.md 6.21).
 */
@Injectable()
export class LateForms {
  constructor(
    private readonly em: EntityManager,
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {}

  /**
   * The account whose session this was. Null for a visitor's, for one of before somebody ended the account's sessions (what comes from
   * there is nobody's wish), for one that is over for a day, and while the account is suspended.
   */
  async ownerOf(sessionId: string): Promise<string | null> {
    const { rows } = await this.pool.query<{ account_id: string }>(
      `select s.account_id from session s join account a on a.id = s.account_id and a.session_epoch = s.epoch
        where s.id_hash = $1 and s.ends_at > $2 and a.state <> 'suspended'`,
      [hashOfSession(sessionId), after(this.clock.now(), -OWNER_KNOWN)],
    );
    return rows[0]?.account_id ?? null;
  }

  /**
   * How the table names what was this account's session within a day: the present one, those it lost by waiting, and those that another
   * password ended. For its owner, signed in: what they typed elsewhere is shown to nobody else.
   */
  async sessionsOf(accountId: string): Promise<Buffer[]> {
    const { rows } = await this.pool.query<{ id_hash: Buffer }>('select id_hash from session where account_id = $1 and ends_at > $2', [
      accountId,
      after(this.clock.now(), -OWNER_KNOWN),
    ]);
    return rows.map(({ id_hash }) => id_hash);
  }

  /** Sent twice, the second takes the place of the first. */
  async keep(accountId: string, content: KeptContent): Promise<void> {
    const now = this.clock.now();
    const pageHash = hashOfToken(content.path);
    await this.em.fork().transactional(async (em) => {
      const account = em.getReference(Account, accountId);
      await em.execute('select 1 from account where id = ? for update', [accountId]);
      await em.nativeDelete(KeptForm, { $or: [{ account: accountId, pageHash }, { endsAt: { $lte: now } }] });
      const older = await em.find(KeptForm, { account: accountId }, { orderBy: { keptAt: 'desc', id: 'desc' }, offset: KEPT_FORMS - 1 });
      for (const one of older) em.remove(one);
      em.create(KeptForm, { id: v7(), account, pageHash, content, keptAt: now, endsAt: after(now, OWNER_KNOWN) });
    });
  }

  /** Gives back what waits for an account, into the session that has just begun; the path of the newest, or null when nothing waits. */
  async giveBack(req: Request, { kind, accountId }: Actor): Promise<string | null> {
    if (kind === 'newcomer' || kind === 'entrant') return null; // they may only choose a password, or add a second step, yet
    const now = this.clock.now();
    const contents = await this.em.transactional(
      async (em) => {
        const waiting = await em.find(KeptForm, { account: accountId }, { orderBy: { keptAt: 'asc', id: 'asc' } });
        for (const one of waiting) em.remove(one);
        return waiting.filter(({ endsAt }) => now < endsAt).map(({ content }) => content);
      },
      { clear: true },
    );
    if (contents.length === 0) return null;
    req.session.drafts = Object.fromEntries(
      contents.map(({ path, values, kind: what }) => [path, { values: { ...values }, judged: false, kept: what }]),
    );
    return contents.at(-1)?.path ?? null;
  }
}
