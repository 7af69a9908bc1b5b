import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { Vault } from '../privacy/vault.js';
import { endSignInsUnderWay } from './end-sessions.js';
import { hashOfSession } from './session-store.js';

/** A session that is open now. */
export interface OpenSession {
  /** By which it is ended: the hash of its id, from which nobody gets the id. */
  readonly key: string;
  readonly device: string;
  readonly begunAt: Date;
  readonly seenAt: Date;
}

/** The open sessions of an account, and their end. What is ended is refused at its next request. */
@Injectable()
export class OpenSessions {
  constructor(
    private readonly em: EntityManager,
    private readonly vault: Vault,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** The one used last comes first. */
  async of(accountId: string): Promise<OpenSession[]> {
    const rows = await this.em.execute<{ id_hash: Buffer; device: Buffer | null; created_at: Date; seen_at: Date }[]>(
      `select s.id_hash, s.device, s.created_at, s.seen_at from session s join account a on a.id = s.account_id and a.session_epoch = s.epoch
        where s.account_id = ? and s.ends_at > ? order by s.seen_at desc, s.id_hash`,
      [accountId, this.clock.now()],
    );
    return rows.map(({ id_hash, device, created_at, seen_at }) => ({
      key: Buffer.from(id_hash).toString('hex'),
      device: device ? this.vault.open(device, 'session.device').toString('utf8') : '?/?',
      begunAt: new Date(created_at),
      seenAt: new Date(seen_at),
    }));
  }

  /** Ends one; one that is over already stays over. */
  async end(actor: Actor, accountId: string, key: string, caseFile: string | null = null): Promise<void> {
    if (!/^[0-9a-f]{64}$/.test(key)) return;
    await this.#end(actor, accountId, { one: Buffer.from(key, 'hex') }, caseFile);
  }

  /** Ends all but the one that asks; all of them when nobody's own is among them. */
  async endOthers(actor: Actor, accountId: string, ownId: string | null, caseFile: string | null = null): Promise<void> {
    await this.#end(actor, accountId, { but: ownId ? hashOfSession(ownId) : null }, caseFile);
  }

  /** One or all of somebody else's, for an officer. @param key of one of them; null for all */
  async endOf(officer: Actor<'officer'>, accountId: string, key: string | null, caseFile: string | null): Promise<void> {
    await (key === null ? this.endOthers(officer, accountId, null, caseFile) : this.end(officer, accountId, key, caseFile));
  }

  async #end(actor: Actor, accountId: string, which: { one: Buffer } | { but: Buffer | null }, caseFile: string | null): Promise<void> {
    const now = this.clock.now();
    const [condition, hash] = 'one' in which ? ['and id_hash = ?', which.one] : [which.but ? 'and id_hash <> ?' : '', which.but];
    await this.em.transactional(
      async (em) => {
        if ('but' in which) await endSignInsUnderWay(em, accountId, which.but);
        const ended = await em.execute<unknown[]>(
          `delete from session where account_id = ? and ends_at > ? ${condition} returning 1`,
          [accountId, now, ...(hash ? [hash] : [])],
          'all',
        );
        if (ended.length > 0) this.audit.record(em, actor, 'session.ended', accountId, now, { count: ended.length }, caseFile);
      },
      { clear: true },
    );
  }
}

/** The key of the session that a request came with. */
export const sessionKey = (id: string): string => hashOfSession(id).toString('hex');
