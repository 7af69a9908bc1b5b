import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SamplePerson, samplePeople } from '../src/seeds/sample-people.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A portal as `npm start` runs it, with sample people, on a free port and in a folder of its own; gone when it is stopped. */
export class OwnPortal {
  readonly address: string;
  readonly people: readonly SamplePerson[];
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string, address: string) {
    this.#child = child;
    this.#folder = folder;
    this.address = address;
    this.people = samplePeople({ dataDir: folder });
  }

  /** @param settings more of the environment (src/config.ts) */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<OwnPortal> {
    const folder = mkdtempSync(join(tmpdir(), 'portal-own-'));
    const { PATH, HOME } = process.env;
    const environment = { PATH, HOME, NODE_ENV: 'development', PORT: '0', DATA_DIR: folder, ...settings };
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endWith(child));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return new OwnPortal(child, folder, await addressOf(child));
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A command that is broken off leaves no portal behind. */
function endWith(child: ChildProcess): void {
  child.once('exit', () => process.exit(130));
  child.kill('SIGTERM');
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /^Portal ready at (\S+)$/m.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the portal ended with ${code}:\n${said}`)));
  });
}
