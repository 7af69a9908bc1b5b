import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { ServiceUnavailableException } from '@nestjs/common';

/** argon2id, 19 MiB, two passes, one lane (OWASP; TRUST.md 18): about 11 ms. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const LONGEST_QUEUE = 64;
/** While visitors wait, so many turns in a row go to whoever is in: one who is in, and who gives a password again and again, keeps nobody out. */
const KNOWN_IN_A_ROW = 3;

/** Whose password it is: of whoever says so, or of somebody signed in or with a mailed link. */
type Asker = 'visitor' | 'known';
/** True when the password belongs to the hash; with no hash, false after the same work (TRUST.md 14). */
export type Verify = (hashed: string | null | undefined, password: string) => Promise<boolean>;

/**
 * Hashes passwords with a pepper that the database does not hold. At most as many at once as there are cores, since each takes a
 * core and 19 MiB: beyond a short queue the portal says that it is busy instead of stalling for everybody. Strangers who try passwords
 * keep nobody waiting who is in: the known have a queue of their own, which goes first, three turns of four.
 */
export class PasswordHasher {
  readonly #pepper: Buffer;
  readonly #slots = availableParallelism();
  #running = 0;
  readonly #places = { visitor: 0, known: 0 };
  readonly #waiting: Record<Asker, (() => void)[]> = { visitor: [], known: [] };
  #knownInARow = 0;
  /** Compared against where no account exists, so that the answer takes as long. */
  #decoy: Promise<string> | undefined;

  constructor(pepper: Buffer) {
    this.#pepper = pepper;
  }

  /** @throws ServiceUnavailableException */
  hash(password: string): Promise<string> {
    return this.#withPlace('known', (inTurn) => inTurn(() => hash(password, { ...COST, secret: this.#pepper })));
  }

  /**
   * Does work that compares one password, for which a place is kept from the beginning: a try that is counted is also judged.
   * @throws ServiceUnavailableException where there is none, before anything of the work is done
   */
  verifying<Result>(asker: Asker, work: (verify: Verify) => Promise<Result>): Promise<Result> {
    return this.#withPlace(asker, (inTurn) =>
      work(async (hashed, password) => {
        this.#decoy ??= hash('nobody has this password', { ...COST, secret: this.#pepper });
        const target = hashed ?? (await this.#decoy);
        const matches = await inTurn(() => verify(target, password, { secret: this.#pepper }));
        return matches && Boolean(hashed);
      }),
    );
  }

  /** The place is free again once its one hash is made, or without one at the end of the work. */
  async #withPlace<Result>(
    asker: Asker,
    work: (inTurn: <Made>(make: () => Promise<Made>) => Promise<Made>) => Promise<Result>,
  ): Promise<Result> {
    if (this.#places[asker] >= this.#slots + LONGEST_QUEUE) throw new ServiceUnavailableException();
    this.#places[asker]++;
    let free = (): void => {
      this.#places[asker]--;
      free = () => {};
    };
    try {
      return await work((make) => this.#inTurn(asker, make).finally(() => free()));
    } finally {
      free();
    }
  }

  async #inTurn<Made>(asker: Asker, make: () => Promise<Made>): Promise<Made> {
    if (this.#running >= this.#slots) await new Promise<void>((resume) => this.#waiting[asker].push(resume));
    else this.#running++;
    try {
      return await make();
    } finally {
      const next = this.#next();
      if (next)
        next(); // the slot goes to the next one
      else this.#running--;
    }
  }
  #next(): (() => void) | undefined {
    const { known, visitor } = this.#waiting;
    const knownFirst = known.length > 0 && (visitor.length === 0 || this.#knownInARow < KNOWN_IN_A_ROW);
    this.#knownInARow = knownFirst ? this.#knownInARow + 1 : 0;
    return (knownFirst ? known : visitor).shift();
  }
}
