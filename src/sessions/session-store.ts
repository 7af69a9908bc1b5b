import session from 'express-session';
import type pg from 'pg';
import type { Actor, OfficerRole } from '../access/actor.js';
import { type Clock, SECOND } from '../clock.js';
import { bytesIn, inJson, type JsonRow } from '../database/json-rows.js';
import type { KeptKind } from '../forms/kept-form.entity.js';
import type { Language } from '../language/language.js';
import { hashOfToken, type Vault } from '../privacy/vault.js';
import { OFFICER_SESSION_LONGEST, OWNER_KNOWN, SESSION_IDLE, SESSION_LONGEST, TOUCH_EVERY, VISIT_IDLE } from './session.rules.js';
import type { SignedIn } from './signed-in.js';

interface SessionRow {
  /** Sealed. */
  data: string;
  created_at: string;
  seen_at: string;
  account_id: string | null;
  kind: 'applicant' | 'representative' | 'officer' | null;
  role: OfficerRole | null;
  state: 'temporary' | 'active' | 'suspended' | null;
  temporary_password_ends_at: string | null;
  session_epoch: number | null;
  language: Language | null;
  person_id: string | null;
  contact_address: string | null;
  /** Whether the account has a second factor; asked of officers only. */
  twice: boolean | null;
}

type Done<Value = unknown> = (fault?: unknown, value?: Value) => void;

/**
 * Sessions in PostgreSQL: the id is stored as its hash, the data encrypted, the owner as a column; reading a session brings its
 * account along in the same statement. connect-pg-simple writes on each request, which costs a third of the throughput.
 */
export class SessionStore extends session.Store {
  constructor(
    private readonly pool: pg.Pool,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get(id: string, done: Done<session.SessionData | null>): void {
    this.#read(id).then(
      (found) => done(null, found),
      (fault: unknown) => done(fault),
    );
  }

  override set(id: string, given: session.SessionData, done: Done = () => {}): void {
    this.#write(id, given).then(
      () => done(),
      (fault: unknown) => done(fault),
    );
  }

  override destroy(id: string, done: Done = () => {}): void {
    this.pool.query('delete from session where id_hash = $1', [hashOfSession(id)]).then(
      () => done(),
      (fault: unknown) => done(fault),
    );
  }

  async #read(id: string): Promise<session.SessionData | null> {
    const now = this.clock.now();
    const { rows } = await this.pool.query<JsonRow<SessionRow>>({
      name: 'read-session',
      text: inJson(`select s.data, s.created_at, s.seen_at, s.account_id, a.kind, a.role, a.state, a.temporary_password_ends_at, a.session_epoch, a.language, a.person_id, c.contact_address,
                    case when a.kind = 'officer' then exists (select from second_factor f where f.account_id = a.id) end as twice
               from session s
               left join account a on a.id = s.account_id
               left join person p on p.id = a.person_id
               left join case_file c on c.id = p.case_file_id
              where s.id_hash = $1 and s.ends_at > $2 and s.data is not null and (a.id is null or a.session_epoch = s.epoch)`),
      values: [hashOfSession(id), now.toISOString()],
    });
    const row = rows[0]?.row;
    if (!row) return null;
    const data = JSON.parse(this.vault.open(bytesIn(row.data), 'session.data').toString('utf8')) as StoredSession;
    data.seenAt = Date.parse(row.seen_at);
    const signedIn = this.#signedIn(row, now);
    if (row.account_id && !signedIn) return null; // suspended, or a temporary password's time over, since
    // opened with the password alone, before the account had a second factor: it never becomes an officer's
    if (signedIn?.actor.kind === 'officer' && !data.provedTwice) return null;
    if (signedIn) data.passport = passportOf(signedIn);
    if (now.getTime() - data.seenAt >= TOUCH_EVERY) await this.#touch(id, data, now);
    return data;
  }

  /**
   * Written when a session is read, not when its page leaves: express-session would send all of a page but its last byte, ask for the
   * touch, and then send that byte, on every request. The row's own end is kept: sign-out elsewhere, or the longest a session may
   * last, are not undone by a touch.
   */
  async #touch(id: string, data: session.SessionData, now: Date): Promise<void> {
    const idle = data.passport?.user ? SESSION_IDLE : VISIT_IDLE;
    await this.pool.query(
      `update session set seen_at = $2, ends_at = least($3, created_at + make_interval(secs => $4)) where id_hash = $1`,
      [hashOfSession(id), now, new Date(now.getTime() + idle), longestOf(data) / 1000],
    );
  }

  #signedIn(row: SessionRow, now: Date): SignedIn | null {
    if (!row.account_id || !row.kind || row.state === 'suspended') return null;
    const longest = row.kind === 'officer' ? OFFICER_SESSION_LONGEST : SESSION_LONGEST;
    // to the second: what a temporary password has opened does not outlive it (S38)
    const temporaryUntil = row.state === 'temporary' ? Date.parse(row.temporary_password_ends_at ?? '') : Number.POSITIVE_INFINITY;
    if (!(now.getTime() < temporaryUntil)) return null;
    const idleFor = now.getTime() - Date.parse(row.seen_at);
    return {
      actor: {
        kind: row.state === 'temporary' ? 'newcomer' : row.twice === false ? 'entrant' : row.kind,
        accountId: row.account_id,
        personId: row.person_id,
        ...(row.kind === 'officer' && row.state !== 'temporary' ? { role: row.role } : {}),
        language: row.language ?? 'en',
      } as Actor,
      contactAddress: row.contact_address,
      sessionEndsAt: new Date(Math.min(Date.parse(row.created_at) + longest, temporaryUntil)),
      // a last use is written once a minute at most: the end counts from the one that is
      idleMilliseconds: SESSION_IDLE - (idleFor < TOUCH_EVERY ? Math.max(0, idleFor) : 0),
      epoch: row.session_epoch ?? 0,
    };
  }

  async #write(id: string, given: session.SessionData): Promise<void> {
    const now = this.clock.now();
    const { passport, seenAt, device, ...data } = given as StoredSession;
    const accountId = passport?.user?.actor.accountId ?? null;
    const idle = accountId ? SESSION_IDLE : VISIT_IDLE;
    const sealed = this.vault.seal(JSON.stringify(data), 'session.data');
    const values = [hashOfSession(id), accountId, sealed, now, new Date(now.getTime() + idle), longestOf(given) / 1000];
    const begun = device ? this.vault.seal(device, 'session.device') : null;
    // a session that was read, and has been ended since, stays ended: only a new one is a new row
    await (seenAt === undefined
      ? this.pool.query(INSERT, [...values, begun, passport?.user?.epoch ?? 0])
      : this.pool.query(UPDATE, values));
  }
}

const CHANGED = `account_id = $2, data = $3, seen_at = $4, ends_at = least($5::timestamptz, session.created_at + make_interval(secs => $6))`;
// each new session sweeps up a few that are over: what was typed in them is kept no longer than they lasted, and whose they were a day
// longer, so that what is sent too late comes back to its owner
const INSERT = `with over as (select id_hash, account_id from session where ends_at <= $4::timestamptz and data is not null
                  order by ends_at limit 20 for update skip locked),
                wiped as (update session set data = null, device = null from over where session.id_hash = over.id_hash and over.account_id is not null),
                left_by_visitors as (delete from session using over where session.id_hash = over.id_hash and over.account_id is null),
                gone as (delete from session where id_hash in
                  (select id_hash from session where ends_at <= $4::timestamptz - make_interval(secs => ${OWNER_KNOWN / SECOND}) and data is null
                    order by ends_at limit 20 for update skip locked))
                insert into session (id_hash, account_id, data, created_at, seen_at, ends_at, device, epoch) values ($1, $2, $3, $4, $4, $5, $7, $8)
                on conflict (id_hash) do update set ${CHANGED}, device = coalesce(excluded.device, session.device), epoch = excluded.epoch`;
const UPDATE = `update session set ${CHANGED} where id_hash = $1`;

/** How the table names a session: its id is such a token as those in links. */
export const hashOfSession = hashOfToken;

/** Express-session looks twice on each request whether a session was changed: of who is signed in it need only see whose account it is. */
function passportOf(user: SignedIn): { user: SignedIn } {
  const passport = { user };
  Object.defineProperty(passport, 'toJSON', { value: () => user.actor.accountId });
  return passport;
}

type StoredSession = session.SessionData & { seenAt?: number };

const longestOf = (given: session.SessionData): number =>
  ['officer', 'entrant'].includes(given.passport?.user?.actor.kind ?? '') ? OFFICER_SESSION_LONGEST : SESSION_LONGEST;

declare module 'express-session' {
  interface SessionData {
    passport?: { user: SignedIn };
    /** On what it was begun; written once, into a column of its own. */
    device?: string;
    /** Set so that a visitor with a form open has a session to tie its token to. */
    visitor?: true;
    /** Where a visitor wanted to go when they were asked to sign in. */
    returnTo?: string;
    /** What was typed on a form page before its language was switched, or its session ended, by path. */
    drafts?: Record<string, { values: Record<string, string | string[]>; judged: boolean; kept?: KeptKind }>;
    /** Sessions of the same account whose place this one took, as the table named them: forms of theirs may still be open. */
    replaced?: string[];
    /** What was sent after the session had ended, for the page that says so. */
    kept?: KeptKind;
    /** The invitation whose identity check this visitor passed. */
    invitationId?: string;
    /** An officer turned the single keys of the photo review off. */
    keysOff?: boolean;
    /** An officer works through the queue, task by task: through which part of it, as its address says. */
    workingOn?: string;
    /** Files that the officer went on from by "Next" without finishing, in this round. */
    passedOver?: string[];
    /** When they passed it, in milliseconds: an invitation sent again since needs its new link. */
    invitationCheckedAt?: number;
  }
}
