import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { ServiceUnavailableException } from '@nestjs/common';

/** argon2id, 19 MiB, two passes, one lane (OWASP; TRUST.md 18): about 11 ms. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_QUEUE = 64;

/**
 * Hashes passwords with a pepper that the database does not hold. At most as many at once as there are cores, since each takes a
 * core and 19 MiB: beyond a short queue the portal says that it is busy instead of stalling for everybody.
 */
export class PasswordHasher {
  readonly #pepper: Buffer;
  readonly #slots = availableParallelism();
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  /** Compared against where no account exists, so that the answer takes as long. */
  #decoy: Promise<string> | undefined;

  constructor(pepper: Buffer) {
    this.#pepper = pepper;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, { ...COST, secret: this.#pepper }));
  }

  /** True when the password belongs to the hash; with no hash, false after the same work (TRUST.md 14). */
  async verify(hashed: string | null | undefined, password: string): Promise<boolean> {
    this.#decoy ??= hash('nobody has this password', { ...COST, secret: this.#pepper });
    const target = hashed ?? (await this.#decoy);
    const matches = await this.#inTurn(() => verify(target, password, { secret: this.#pepper }));
    return matches && Boolean(hashed);
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#slots) {
      if (this.#waiting.length >= LONGEST_QUEUE) throw new ServiceUnavailableException();
      await new Promise<void>((resume) => this.#waiting.push(resume));
    } else this.#running++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next)
        next(); // the slot goes to the next one
      else this.#running--;
    }
  }
}
