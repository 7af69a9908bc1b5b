import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SamplePerson, samplePeople } from '../src/seeds/sample-people.js';
import { PortalProcess } from './portal-process.js';

/** A portal as `npm start` runs it, with sample people, on a free port and in a folder of its own; gone when it is stopped. */
export class OwnPortal {
  readonly people: readonly SamplePerson[];
  readonly process: PortalProcess;
  readonly #folder: string;

  private constructor(own: PortalProcess, folder: string) {
    this.process = own;
    this.#folder = folder;
    this.people = samplePeople({ dataDir: folder });
  }

  /** @param settings more of the environment (src/settings.ts) */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<OwnPortal> {
    const folder = mkdtempSync(join(tmpdir(), 'portal-own-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const own = await PortalProcess.start({ NODE_ENV: 'development', DATA_DIR: folder, ...settings });
    // a command that is broken off leaves no portal behind
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void own.end('SIGTERM').then(() => process.exit(130)));
    return new OwnPortal(own, folder);
  }

  get address(): string {
    return this.process.address;
  }

  async stop(): Promise<void> {
    await this.process.end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
