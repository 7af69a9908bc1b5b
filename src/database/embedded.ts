import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { nativeFolder } from './embedded-binaries.js';
import { makeCluster, type Postmaster, postmaster, SUPERUSER, superuserPassword } from './embedded-cluster.js';
import { Keeper } from './embedded-keeper.js';
import { runAs } from './embedded-user.js';
import { freePort } from './free-port.js';

export interface EmbeddedPostgresOptions {
  /** Where the database is kept: made when missing, with the cluster in its `data`. Any path, root's or not. */
  readonly folder: string;
  /** For tests: nothing is forced to disk, so a crash of the machine (not of a process) may lose the cluster. */
  readonly quick?: boolean;
  /** Gets each line that the server writes. */
  readonly log?: (line: string) => void;
  /** Use the server that another process already runs on the folder (default). When false, such a server is an error. */
  readonly adopt?: boolean;
}

export interface EmbeddedPostgres {
  readonly pid: number;
  /** On 127.0.0.1. */
  readonly port: number;
  /** Another process started it and will stop it. */
  readonly adopted: boolean;
  /** As the superuser; without a name, the database `postgres`. */
  url(database?: string): string;
  /** Disconnects whoever is connected and resolves when the server has ended; does nothing for an adopted one. */
  stop(): Promise<void>;
}

/** In ms: to start or to recover after a crash, and for another process's server to become ready or to leave. */
const PATIENCE = 60_000;
const BETWEEN_LOOKS = 10;
const START_ATTEMPTS = 8;
/** Characters of the server's last words that an error repeats. */
const LAST_WORDS = 4_000;

const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC']; // no socket: its path would have a length limit
const QUICK_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts PostgreSQL on a folder of ours, from the binaries that npm brought, or adopts the server that runs there already.
 * Throws when the platform has no binaries, when the folder is another user's or in use (`adopt: false`), or when the server does not
 * start: the message then ends with what it said.
 */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { quick = false, adopt = true, log = () => {} } = options;
  const native = nativeFolder();
  mkdirSync(options.folder, { recursive: true });
  const data = join(realpathSync(options.folder), 'data'); // one spelling of the path, or a running server would not be recognised by it
  const settings = [...SETTINGS, ...(quick ? QUICK_SETTINGS : [])].flatMap((setting) => ['-c', setting]);
  const until = Date.now() + PATIENCE;
  let said = '';
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
    const there = await settled(data, until);
    if (there && !adopt) throw new Error(`${data} is in use by process ${there.pid}.`);
    if (there && (await answers(url(data, there.port)))) return server(data, there, true, async () => {});
    const as = runAs(data, native); // not before: it may change whose the files are, and nobody must be using them
    makeCluster(data, native, as, quick);
    const port = await freePort();
    said = '';
    const keeper = new Keeper(as, [join(native, 'bin/postgres'), '-D', data, '-p', String(port), ...settings], (line) => {
      said = `${said}${line}\n`.slice(-LAST_WORDS);
      log(line);
    });
    const ours = await ready(data, port, keeper, until);
    if (ours) return server(data, ours, false, () => keeper.stop());
    await keeper.stop(); // the port was taken, another process was quicker, or parts of a killed server still hold its memory: look again
    await wait(100 * attempt);
  }
  throw new Error(`PostgreSQL does not start on ${data}:\n${said}`);
}

function server(data: string, { pid, port }: Postmaster, adopted: boolean, stop: () => Promise<void>): EmbeddedPostgres {
  return { pid, port, adopted, url: (database) => url(data, port, database), stop };
}

function url(data: string, port: number, database = 'postgres'): string {
  return `postgres://${SUPERUSER}:${superuserPassword(data)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The ready server of another process, or undefined when there is none; one that starts or stops at this moment is waited for. */
async function settled(data: string, until: number): Promise<Postmaster | undefined> {
  for (;;) {
    const there = postmaster(data);
    if (!there || there.ready) return there;
    if (Date.now() > until) throw new Error(`Process ${there.pid} uses ${data} and neither becomes ready nor ends.`);
    await wait(BETWEEN_LOOKS);
  }
}

async function ready(data: string, port: number, keeper: Keeper, until: number): Promise<Postmaster | undefined> {
  while (!keeper.ended && Date.now() < until) {
    const there = postmaster(data);
    if (there?.ready && there.port === port) return there;
    await wait(BETWEEN_LOOKS);
  }
  return undefined;
}

/** It says ready, but it may have begun to stop since. */
async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
