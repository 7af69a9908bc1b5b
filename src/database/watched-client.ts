import type { Socket } from 'node:net';
import pg from 'pg';
import { SECOND } from '../clock.js';

/** Milliseconds. A statement without a word from the server for so long is asked after on another connection, which is waited for as long as it says. */
export interface Patience {
  readonly silence: number;
  readonly answer: number;
}
const PATIENCE: Patience = { silence: 10 * SECOND, answer: 5 * SECOND };

/** What pg's own client has, which its types don't tell. */
interface Inner {
  readonly connection: { readonly stream: Socket };
  readonly processID: number | null;
  /** No statement is under way. */
  readonly readyForQuery: boolean;
}
type ClientClass = new (config?: pg.ClientConfig) => pg.Client;

/**
 * A connection that notices when the server is gone without a word: a machine that lost its power or its network, whose standby has taken over
 * its address. The system would wait for it a quarter of an hour, and all who ask with it. A statement that only takes long is left alone.
 * @param Base pg's client, or one made from it
 * @param pooled a pooler in between, which says another number than PostgreSQL's: whether it answers at all is looked at
 */
export function watched(Base: ClientClass, pooled: boolean, patience = PATIENCE): ClientClass {
  const open = new Set<WatchedClient>();

  class WatchedClient extends Base {
    readonly #config: pg.ClientConfig;
    #heard = 0;
    #since = 0;
    #asking = false;

    constructor(config: pg.ClientConfig = {}) {
      super(config);
      this.#config = config;
      const timer = setInterval(() => void this.#look(), patience.silence / 4);
      timer.unref();
      this.once('connect', () => open.add(this));
      this.once('end', () => {
        clearInterval(timer);
        open.delete(this);
      });
    }

    get #inner(): Inner {
      return this as unknown as Inner;
    }

    /** Whether a statement waits for an answer of which nothing has come since the look before. */
    #isSilent(): boolean {
      const { readyForQuery, connection } = this.#inner;
      return !readyForQuery && connection.stream.bytesRead === this.#heard;
    }

    async #look(): Promise<void> {
      if (!open.has(this) || this.#asking) return;
      const now = performance.now();
      if (!this.#isSilent()) {
        [this.#heard, this.#since] = [this.#inner.connection.stream.bytesRead, now];
        return;
      }
      if (now - this.#since < patience.silence) return;
      this.#asking = true;
      const isAtWork = await this.#isAtWork().finally(() => (this.#asking = false));
      this.#since = performance.now();
      if (isAtWork || !this.#isSilent()) return;
      this.#cut();
      // the others lead to the same machine: nobody is to wait for it once more
      for (const one of open) if (one.#inner.readyForQuery) one.#cut();
    }

    /** Who waits is told what pg says of a connection that ended, and comes again on another. */
    #cut(): void {
      this.#inner.connection.stream.destroy();
    }

    /** Whether the server is there, and this connection's statement under way on it. */
    async #isAtWork(): Promise<boolean> {
      const asked = new pg.Client({ ...this.#config, connectionTimeoutMillis: patience.answer, query_timeout: patience.answer });
      asked.on('error', () => {});
      try {
        await asked.connect();
        const { rows } = await asked.query(`select state = 'active' active from pg_stat_activity where pid = $1`, [this.#inner.processID]);
        return pooled || rows[0]?.active === true;
      } catch (fault) {
        return (fault as { code?: unknown }).code === '53300'; // too_many_connections: it is there, and full
      } finally {
        (asked as unknown as Inner).connection.stream.destroy();
      }
    }
  }

  return WatchedClient;
}
