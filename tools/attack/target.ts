import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { signInWith } from '../second-step.js';
import { Visitor } from '../visitor.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Somebody of the sample people who can sign in. */
interface Seeded {
  readonly stage: string;
  readonly language: 'en' | 'fr';
  readonly signIn: { readonly username: string; readonly password: string } | null;
}

let addresses = 0;

/** A portal of its own to attack: a fresh database with sample people, on loopback, ended with this run. */
export class Target {
  readonly address: string;
  readonly folder: string;
  readonly people: readonly Seeded[];
  /** Opens what a mail service tells of mails that came back. */
  readonly bounceToken: string;
  /** What it wrote to its log as a fault of its own, a line each. */
  readonly faults: readonly string[];
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    address: string,
    folder: string,
    bounceToken: string,
    people: readonly Seeded[],
    faults: readonly string[],
  ) {
    this.#child = child;
    this.address = address;
    this.folder = folder;
    this.bounceToken = bounceToken;
    this.people = people;
    this.faults = faults;
  }

  static async start(): Promise<Target> {
    const folder = mkdtempSync(join(tmpdir(), 'portal-attack-'));
    const bounceToken = randomBytes(24).toString('hex');
    const environment = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'development',
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      TRUST_PROXY: 'loopback', // so that limits per address don't hide what lies behind them from the tools
      LOG_LEVEL: 'error',
      BOUNCE_TOKEN: bounceToken,
    };
    const child = spawn(process.execPath, ['--enable-source-maps', MAIN], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const faults: string[] = [];
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          said = (said + text).slice(-100_000);
          const found = /^Portal ready at (\S+)$/m.exec(said)?.[1];
          if (found) resolve(found);
        });
        createInterface({ input: stream }).on('line', (line) => {
          if (line.startsWith('{"level":50')) faults.push(line);
        });
      }
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the portal ended with ${code}:\n${said}`)));
    });
    const people = JSON.parse(readFileSync(join(folder, 'data', 'seeded.json'), 'utf8')) as Seeded[];
    return new Target(child, address, folder, bounceToken, people, faults);
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** A browser of nobody, at a network address of its own. */
  visitor(): Visitor {
    return new Visitor(this.address, { headers: { 'X-Forwarded-For': anAddress() } });
  }

  someone(stage: string): Seeded & { signIn: NonNullable<Seeded['signIn']> } {
    const found =
      this.people.find((one) => one.stage === stage && one.signIn && one.language === 'en') ??
      this.people.find((one) => one.stage === stage && one.signIn);
    if (!found?.signIn) throw new Error(`nobody of the sample people is at ${stage}`);
    return { ...found, signIn: found.signIn };
  }

  async signedIn(stage: string): Promise<Visitor> {
    const { signIn } = this.someone(stage);
    return signInWith(this.visitor(), signIn);
  }

  async end(): Promise<void> {
    if (this.isAlive) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGTERM');
      await ended;
    }
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Addresses for documentation and tests (RFC 2544), one a client. */
export function anAddress(): string {
  addresses++;
  return `198.18.${(addresses >> 8) & 255}.${addresses & 255}`;
}
