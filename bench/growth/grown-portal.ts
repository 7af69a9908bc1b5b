import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MeasuredServer } from '../measured-server.js';
import type { Examples } from './fill-portal.js';

const FILLER = fileURLToPath(new URL('./fill-portal.ts', import.meta.url));
const TYPES = new URL('../../tools/typescript.mjs', import.meta.url).href;

export interface GrownPortal {
  readonly cases: number;
  readonly server: MeasuredServer;
  readonly examples: Examples;
  /** Seconds it took to seed and to fill. */
  readonly filledIn: number;
}

/** A portal of its own with so many cases, built as `npm start` builds it, without timed work. */
export async function grow(folder: string, cases: number): Promise<GrownPortal> {
  const dataDir = join(folder, String(cases));
  const begun = performance.now();
  const examples = await filled(dataDir, cases);
  const filledIn = (performance.now() - begun) / 1000;
  return { cases, server: await MeasuredServer.start('portal-at-rest', dataDir), examples, filledIn };
}

/** In another process: its memory goes with it, and each portal has keys of its own. */
function filled(dataDir: string, cases: number): Promise<Examples> {
  const child = fork(FILLER, [dataDir, String(cases)], { execArgv: ['--import', TYPES], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let examples: Examples | null = null;
    child.once('message', (message) => (examples = message as Examples));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 && examples ? resolve(examples) : reject(new Error(`filling ended with ${code}`))));
  });
}
