import { after, DAY } from '../clock.js';
import { digestOf, isSigned, RootHash, type Seal, type SealedHead } from './audit-seal.js';

/** What is wrong with a seal. */
export type SealFault =
  | 'sealBroken' // its signature is not its own
  | 'sealForeign' // signed with a key that is not the portal's
  | 'sealGone' // a number is missing, or the one before is another than the one it was put on
  | 'sealedHeads' // the heads are not the ones it was put on
  | 'sealMissing'; // none was made for days

export interface SealFinding {
  readonly fault: SealFault;
  readonly seal: number;
}

/** Days after which a trail without a new seal is told: a day is missed easily, two are not. */
export const SEAL_IS_LATE_AFTER = 2 * DAY;

/**
 * Judges the seals in their order. Each names the one before, so the newest vouches for all: it must be the portal's own, the others
 * may be of keys that are no longer on the ring.
 */
export class SealVerifier {
  readonly #findings: SealFinding[] = [];
  readonly #publicKeyOf: (keyNumber: number) => string | null;
  #last: Seal | null = null;
  #root = new RootHash();
  #count = 0;

  /** @param publicKeyOf the portal's own key, made from the data key of this number; null when it is not on the ring */
  constructor(publicKeyOf: (keyNumber: number) => string | null) {
    this.#publicKeyOf = publicKeyOf;
  }

  seal(seal: Seal): void {
    this.#endHeads();
    const known = this.#publicKeyOf(seal.keyNumber);
    if (!isSigned(seal)) this.#find('sealBroken', seal.number);
    else if (known !== null && known !== seal.publicKey) this.#find('sealForeign', seal.number);
    const follows = seal.number === (this.#last?.number ?? 0) + 1 && seal.previous === digestOf(this.#last);
    if (!follows) this.#find('sealGone', seal.number);
    this.#last = seal;
    this.#root = new RootHash();
    this.#count++;
  }

  head(head: SealedHead): void {
    if (head.seal !== this.#last?.number) this.#find('sealGone', head.seal);
    else this.#root.add(head);
  }

  /** @param since when the oldest event was: a trail that nothing ever sealed is told as late as one whose seals stopped */
  finish(
    now: Date | null,
    since: Date | null,
  ): {
    findings: readonly SealFinding[];
    count: number;
    last: { day: string; publicKey: string } | null;
  } {
    this.#endHeads();
    const last = this.#last;
    if (last && this.#publicKeyOf(last.keyNumber) === null) this.#find('sealForeign', last.number);
    const newest = last ? new Date(last.sealedAt) : since;
    if (now && newest && newest < after(now, -SEAL_IS_LATE_AFTER)) this.#find('sealMissing', (last?.number ?? 0) + 1);
    return { findings: this.#findings, count: this.#count, last: last && { day: last.day, publicKey: last.publicKey } };
  }

  #endHeads(): void {
    if (this.#last && (this.#root.heads !== this.#last.heads || this.#root.digest() !== this.#last.root))
      this.#find('sealedHeads', this.#last.number);
  }

  #find(fault: SealFault, seal: number): void {
    this.#findings.push({ fault, seal });
  }
}
