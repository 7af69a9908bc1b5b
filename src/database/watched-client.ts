import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { SECOND } from '../clock.js';
import { isUnanswered } from '../pages/outage.js';

/** Milliseconds. A statement without a word from the server for so long is asked after on another connection, which is waited for as long as it says. */
export interface Patience {
  readonly silence: number;
  readonly answer: number;
}
const PATIENCE: Patience = { silence: 10 * SECOND, answer: 5 * SECOND };
/** Looks in the time of one silence. */
const LOOKS = 4;
/** Milliseconds between what the server says of a statement and the end of its connection. */
const LAST_WORD = 100;

/** What pg's own client has, which its types don't tell. */
interface Inner {
  readonly connection: { readonly stream: Socket };
  /** As the server named it; a pooler in between makes one up. */
  readonly processID: number | null;
  /** No statement is under way. */
  readonly readyForQuery: boolean;
}
type ClientClass = new (config?: pg.ClientConfig) => pg.Client;

/** Which of some connections a server has, and which of these have a statement under way; null where that can't be told, and all are to be left. */
type There = { readonly open: readonly number[]; readonly active: readonly number[] } | null;
const NOTHING: There = { open: [], active: [] };

/**
 * Connections that notice when the server is gone without a word: a machine that lost its power or its network, whose standby has taken over its
 * address. The system would wait for it a quarter of an hour, and all who ask with it. A statement that only takes long is left alone, and so is
 * every one while the server, or a pooler before it, is there and too busy to say.
 * @param Base pg's client, or one made from it
 * @param pooled a pooler in between, for which a statement may wait as long as for the server
 */
export function watched(Base: ClientClass, pooled: boolean, patience = PATIENCE): ClientClass {
  const open = new Map<WatchedClient, { heard: number; since: number }>();
  let timer: NodeJS.Timeout | undefined;
  let [asking, looked] = [false, performance.now()];

  class WatchedClient extends Base {
    readonly config: pg.ClientConfig;

    constructor(config: pg.ClientConfig = {}) {
      super(config);
      this.config = config;
      this.once('connect', () => {
        open.set(this, { heard: 0, since: performance.now() });
        timer ??= setInterval(() => void look(), patience.silence / LOOKS).unref();
      });
      this.once('end', () => {
        this.#leavePlace();
        open.delete(this);
        if (open.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      });
    }

    /**
     * Its place in the pool is another's. Who has it in a transaction can end neither that nor the use of it: Kysely gives a connection back after a
     * commit or rollback that went well, and one that is lost answers neither. Ten lost places, and the process would reach the database no more.
     */
    #leavePlace(): void {
      const { release } = this as { release?: (destroy: boolean) => void };
      (this as { release?: () => void }).release = () => {};
      try {
        release?.(true);
      } catch {
        // it was given back before, and lay in the pool
      }
    }

    get inner(): Inner {
      return this as unknown as Inner;
    }

    /** Whether a statement waits for an answer of which nothing has come since the look before. */
    get isSilent(): boolean {
      const { readyForQuery, connection } = this.inner;
      return !readyForQuery && connection.stream.bytesRead === open.get(this)?.heard;
    }

    /** Who waits is told what pg says of a connection that ended, and comes again on another. */
    cut(): void {
      this.inner.connection.stream.destroy();
    }
  }

  async function look(): Promise<void> {
    if (asking) return;
    const now = performance.now();
    const sleptHere = now - looked > patience.silence / 2; // this process stood still: what was said meanwhile is still to be read
    looked = now;
    if (sleptHere) for (const state of open.values()) state.since = now;
    for (const [one, state] of open) if (!one.isSilent) [state.heard, state.since] = [one.inner.connection.stream.bytesRead, now];
    const silent = [...open].filter(([, { since }]) => now - since >= patience.silence).map(([one]) => one);
    const [first] = silent;
    if (!first) return;
    asking = true;
    const ours = [...open.keys()]; // of others, opened meanwhile, nothing is asked
    const there = await ask(first.config, pooled, patience, ours).finally(() => (asking = false));
    for (const one of silent) {
      const state = open.get(one);
      if (state) state.since = performance.now();
    }
    if (!there) return;
    await wait(LAST_WORD); // an answer that was on its way is read before
    const has = (pids: readonly number[], one: WatchedClient): boolean => pids.includes(one.inner.processID ?? 0);
    const gone = silent.filter((one) => one.isSilent && !has(there.active, one));
    for (const one of gone) one.cut();
    // others lead to the machine that is no longer there: nobody is to wait for it once more
    if (gone.some((one) => !has(there.open, one))) for (const one of ours) if (open.has(one) && one.inner.readyForQuery) one.cut();
  }

  return WatchedClient;
}

/** Asks the server, on a connection of its own, for those of ours that it knows. */
async function ask(config: pg.ClientConfig, pooled: boolean, { answer }: Patience, ours: readonly pg.Client[]): Promise<There> {
  let asked: pg.Client | undefined;
  let isThere = false;
  try {
    asked = new pg.Client({ ...config, connectionTimeoutMillis: answer, query_timeout: answer });
    asked.on('error', () => {});
    await asked.connect();
    isThere = true;
    if (pooled) return null;
    const pids = ours.map((one) => (one as unknown as Inner).processID);
    const { rows } = await asked.query<{ own: number; pid: number | null; active: boolean | null }>(KNOWN, [pids]);
    if (rows[0]?.own !== (asked as unknown as Inner).processID) return null; // a pooler that nobody told us of
    const known = rows.flatMap(({ pid, active }) => (pid === null ? [] : [{ pid, active }]));
    return { open: known.map(({ pid }) => pid), active: known.filter(({ active }) => active).map(({ pid }) => pid) };
  } catch (fault) {
    // what the server itself says, such as that it is full, and what is wrong on our side, tell nothing of a machine that is gone
    return !isThere && isUnanswered(fault) ? NOTHING : null;
  } finally {
    if (asked) (asked as unknown as Inner).connection.stream.destroy();
  }
}

/** A row at least, for the number of the connection that asks. */
const KNOWN = `select pg_backend_pid() own, pid, state = 'active' active
                 from (select) one left join pg_stat_activity on pid = any($1) and usename = session_user and pid <> pg_backend_pid()`;
