import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareExpress, bareHttp, bareNest, bareNestWithStatements, type Running } from './bare-servers.js';
import { countStatements } from './count-statements.js';
import { type PlannedStatement, plansOf } from './growth/plans.js';
import type { Config } from '../src/config.js';
import type { openDatabase } from '../src/database/connect.js';
import type { startPortal } from '../src/portal.js';
import type { seedIfEmpty } from '../src/seeds/seed.js';

/** What the bench asks of a server's process, and what it answers. */
export type Question = 'usage' | 'keep' | 'plans' | 'end';
export type Plans = PlannedStatement[];
export interface Usage {
  /** Microseconds of CPU since the process began. */
  readonly cpu: number;
  /** SQL statements sent since then. */
  readonly statements: number;
  readonly memory: number;
}

/** One server in a process of its own: `node bench/server.ts KIND FOLDER`. The folder holds the page that the bare ones send. */
const [kind = '', folder = ''] = process.argv.slice(2);
const statements = countStatements();
const server = await begin();
process.on('message', (question: Question) => {
  switch (question) {
    case 'end':
      return void server.end().then(() => process.exit(0));
    case 'keep':
      statements.keep();
      return process.send?.(null);
    case 'plans':
      return void plansOf(statements.kept(), server.databaseUrl ?? '').then((plans) => process.send?.(plans satisfies Plans));
    case 'usage': {
      const { user, system } = process.cpuUsage();
      process.send?.({ cpu: user + system, statements: statements.count(), memory: process.memoryUsage.rss() } satisfies Usage);
    }
  }
});
process.send?.(server.address);

function begin(): Promise<Running & { databaseUrl?: string }> {
  if (kind === 'portal') return builtPortal('development');
  // without timed work and mails: nothing but the requests is measured
  if (kind === 'portal-at-rest') return builtPortal('test');
  if (kind === 'nest-with-statements') return nestOnDatabase();
  const bare = { http: bareHttp, express: bareExpress, nest: bareNest }[kind];
  if (!bare) throw new Error(`there is no server ${kind}`);
  return bare(pageOfPortal());
}

function pageOfPortal(): string {
  return readFileSync(join(folder, 'page.html'), 'utf8');
}

async function nestOnDatabase(): Promise<Running> {
  const { config, stop } = await builtDatabase('test');
  const bare = await bareNestWithStatements(pageOfPortal(), config.databaseUrl);
  return { address: bare.address, end: () => bare.end().then(stop) };
}

async function built<Module>(path: string): Promise<Module> {
  return (await import(new URL(`../dist/${path}`, import.meta.url).href)) as Module;
}

/** A database of its own in the folder, and the settings of a portal on it. */
async function builtDatabase(mode: 'development' | 'test'): Promise<{ config: Config & { databaseUrl: string }; stop: () => Promise<void> }> {
  const { readConfig } = await built<{ readConfig: (environment: Record<string, string>) => Config }>('config.js');
  const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/connect.js');
  const config = readConfig({
    NODE_ENV: mode,
    PORT: '0',
    DATA_DIR: folder,
    TRUST_PROXY: 'loopback',
    LOG_LEVEL: 'error',
    OVERLOAD_LAG_MS: '0',
  });
  const { databaseUrl, stop } = await open(config);
  return { config: { ...config, databaseUrl }, stop };
}

/** The portal as it is built, with its sample people. */
async function builtPortal(mode: 'development' | 'test'): Promise<Running & { databaseUrl: string }> {
  const { seedIfEmpty: seed } = await built<{ seedIfEmpty: typeof seedIfEmpty }>('seeds/seed.js');
  const { startPortal: start } = await built<{ startPortal: typeof startPortal }>('portal.js');
  const { config, stop } = await builtDatabase(mode);
  if (mode === 'development') await seed(config, () => {});
  const running = await start(config);
  return { address: running.address, databaseUrl: config.databaseUrl, end: () => running.close().then(stop) };
}
