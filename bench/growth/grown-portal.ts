import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MeasuredServer } from '../measured-server.js';
import type { Examples } from './fill-portal.js';

const FILLER = fileURLToPath(new URL('./fill-portal.ts', import.meta.url));
const TYPES = new URL('../../tools/typescript.mjs', import.meta.url).href;

export interface GrownPortal {
  readonly cases: number;
  readonly dataDir: string;
  readonly server: MeasuredServer;
  readonly examples: Examples;
  /** Seconds it took to seed and to fill. */
  readonly filledIn: number;
}

/** A portal's folder that is filled; `filled.json` in it holds what was found out while filling. */
type Filled = Omit<GrownPortal, 'server'>;

/** Fills a portal of its own with so many cases, or takes the one that an earlier run has kept in the folder. */
export async function filled(folder: string, cases: number): Promise<Filled> {
  const dataDir = join(folder, String(cases));
  const kept = join(dataDir, 'filled.json');
  if (existsSync(kept)) return { cases, dataDir, ...(JSON.parse(readFileSync(kept, 'utf8')) as Pick<Filled, 'examples' | 'filledIn'>) };
  const begun = performance.now();
  const examples = await fillIn(dataDir, cases);
  const filledIn = (performance.now() - begun) / 1000;
  writeFileSync(kept, JSON.stringify({ examples, filledIn }));
  return { cases, dataDir, examples, filledIn };
}

/** Starts it, built as `npm start` builds it, without timed work; migrations that are new since it was filled are applied. */
export const started = async (portal: Filled): Promise<GrownPortal> => ({
  ...portal,
  server: await MeasuredServer.start('portal-at-rest', portal.dataDir),
});

/** In another process: its memory goes with it, and each portal has keys of its own. */
function fillIn(dataDir: string, cases: number): Promise<Examples> {
  const child = fork(FILLER, [dataDir, String(cases)], { execArgv: ['--import', TYPES], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let examples: Examples | null = null;
    child.once('message', (message) => (examples = message as Examples));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 && examples ? resolve(examples) : reject(new Error(`filling ended with ${code}`))));
  });
}
