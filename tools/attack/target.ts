import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SamplePerson } from '../../src/seeds/sample-people.js';
import { OwnPortal } from '../own-portal.js';
import { signInWith } from '../second-step.js';
import { Visitor } from '../visitor.js';

let addresses = 0;

/** A portal of its own to attack, and a folder for what the tools write; both are gone with this run. */
export class Target {
  readonly folder = mkdtempSync(join(tmpdir(), 'portal-attack-'));
  /** Opens what a mail service tells of mails that came back. */
  readonly bounceToken: string;
  readonly #portal: OwnPortal;

  private constructor(portal: OwnPortal, bounceToken: string) {
    this.#portal = portal;
    this.bounceToken = bounceToken;
  }

  static async start(): Promise<Target> {
    const bounceToken = randomBytes(24).toString('hex');
    const settings = {
      TRUST_PROXY: 'loopback', // so that limits per address don't hide what lies behind them from the tools
      LOG_LEVEL: 'error',
      BOUNCE_TOKEN: bounceToken,
    };
    return new Target(await OwnPortal.start(settings), bounceToken);
  }

  get address(): string {
    return this.#portal.address;
  }

  get port(): number {
    return this.#portal.process.port;
  }

  get isAlive(): boolean {
    return this.#portal.process.isAlive;
  }

  /** What it wrote to its log as a fault of its own, a line each. */
  get faults(): readonly string[] {
    return this.#portal.process.faults;
  }

  /** A browser of nobody, at a network address of its own. */
  visitor(): Visitor {
    return new Visitor(this.address, { headers: { 'X-Forwarded-For': anAddress() } });
  }

  someone(stage: string): SamplePerson & { signIn: NonNullable<SamplePerson['signIn']> } {
    const { people } = this.#portal;
    const found =
      people.find((one) => one.stage === stage && one.signIn && one.language === 'en') ??
      people.find((one) => one.stage === stage && one.signIn);
    if (!found?.signIn) throw new Error(`nobody of the sample people is at ${stage}`);
    return { ...found, signIn: found.signIn };
  }

  async signedIn(stage: string): Promise<Visitor> {
    const { signIn } = this.someone(stage);
    return signInWith(this.visitor(), signIn);
  }

  async end(): Promise<void> {
    await this.#portal.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Addresses for documentation and tests (RFC 2544), one a client. */
export function anAddress(): string {
  addresses++;
  return `198.18.${(addresses >> 8) & 255}.${addresses & 255}`;
}
