import { after, DAY, HOUR } from '../clock.js';
import { RETENTION_YEARS } from '../confirmation/confirmation.rules.js';
import { type ChainedEvent, hashOfEvent, NO_HASH } from './audit-hash.js';
import type { SealedHead } from './audit-seal.js';
import type { SealFinding, SealVerifier } from './seal-verifier.js';
import type { ChainHead, Purged, TrailRow } from './trail-rows.js';

/** What is wrong with a chain. */
export type ChainFault =
  | 'unlinked' // a row that is on no chain: put in past the trigger
  | 'changed' // a row, or its place, is not what its hash says
  | 'missing' // rows before this one are gone
  | 'twice' // a position is taken twice
  | 'headForged' // the chain's head is not its last row's
  | 'headMissing' // rows without a head
  | 'gone' // a chain that a seal or a head names, of which nothing is left
  | 'shortened' // a seal saw more rows than there are
  | 'notAsSealed' // a row differs from what was sealed, although the hashes agree
  | 'purgeChanged' // what a seal says of a purge is not what the record of purges says
  | 'purgedEarly' // removed before its time was over, by what the seals saw of it, or in the future
  | 'purgedKept'; // removed, although its record is still there

export interface ChainFinding {
  readonly fault: ChainFault;
  readonly chain: string;
  readonly position: number;
}

/** What is kept for the shortest time is kept so long: two calendar years (PORTAL 4). An event may be written while a seal is made. */
const KEPT_AT_LEAST = RETENTION_YEARS * 365 * DAY - HOUR;

export type TrailFinding = ChainFinding | SealFinding;

export interface TrailReport {
  readonly findings: readonly TrailFinding[];
  readonly counts: { readonly events: number; readonly chains: number; readonly seals: number; readonly purged: number };
  /** Events after the newest seal: their hashes hold together, and nothing vouches for them from outside. */
  readonly unsealed: number;
  readonly lastSeal: { readonly day: string; readonly publicKey: string } | null;
}

interface Place {
  readonly chain: string;
  readonly position: number;
  readonly hash: string;
  /** The last position that a seal covers. */
  readonly sealed: number;
}

interface KnownChain {
  readonly purged: Purged | null;
  readonly head: ChainHead | null;
  readonly sealed: SealedHead[];
  seen: boolean;
}

/** Goes through a trail row by row, from the database or a file, and tells everything that does not hold. */
export class TrailVerifier {
  readonly #findings: TrailFinding[] = [];
  readonly #chains = new Map<string, KnownChain>();
  readonly #seals: SealVerifier;
  readonly #sealedAt = new Map<number, Date>();
  #at: Place | null = null;
  #since: string | null = null;
  #events = 0;
  #unsealed = 0;
  #purged = 0;

  constructor(seals: SealVerifier) {
    this.#seals = seals;
  }

  take(row: TrailRow): void {
    if (row.type === 'event') return this.#event(row);
    if (row.type === 'seal') {
      this.#sealedAt.set(row.number, new Date(row.sealedAt));
      return this.#seals.seal(row);
    }
    const chain = this.#chain(row.chain);
    if (row.type === 'sealed') {
      this.#seals.head(row);
      chain.sealed.push(row);
    } else if (row.type === 'purged') {
      this.#purged++;
      this.#chains.set(row.chain, { ...chain, purged: row });
    } else this.#chains.set(row.chain, { ...chain, head: row });
  }

  /** @param now null for a file: it says nothing of what was sealed since */
  finish(now: Date | null): TrailReport {
    this.#endChain();
    for (const [name, chain] of this.#chains) {
      if (!chain.seen) this.#compare(name, chain, this.#start(chain));
      if (chain.purged) this.#judgePurge(name, chain.purged, chain.sealed, now);
    }
    const seals = this.#seals.finish(this.#events > 0 ? now : null, this.#since === null ? null : new Date(this.#since));
    return {
      findings: [...seals.findings, ...this.#findings],
      counts: { events: this.#events, chains: this.#chains.size, seals: seals.count, purged: this.#purged },
      unsealed: this.#unsealed,
      lastSeal: seals.last,
    };
  }

  #event(event: ChainedEvent): void {
    this.#events++;
    if (this.#since === null || event.at < this.#since) this.#since = event.at; // all are written alike, so that text compares as time does
    if (event.position < 1) return this.#find('unlinked', event.chain, event.position);
    if (this.#at?.chain !== event.chain) {
      this.#endChain();
      const chain = this.#chain(event.chain);
      chain.seen = true;
      this.#at = this.#start(chain, event.chain);
    }
    const at = this.#at;
    if (event.position > at.position + 1) this.#find('missing', event.chain, event.position);
    else if (event.position <= at.position) this.#find('twice', event.chain, event.position);
    else if (hashOfEvent(at.hash, event) !== event.hash) this.#find('changed', event.chain, event.position);
    const sealed = this.#chain(event.chain).sealed.filter(({ length }) => length === event.position);
    if (sealed.some(({ head }) => head !== event.hash)) this.#find('notAsSealed', event.chain, event.position);
    if (event.position > at.sealed) this.#unsealed++;
    this.#at = { ...at, position: event.position, hash: event.hash };
  }

  /** Where a chain begins: nowhere, or where it was purged. */
  #start({ purged, sealed }: KnownChain, chain = ''): Place {
    const last = Math.max(0, ...sealed.map(({ length }) => length));
    return { chain, position: purged?.length ?? 0, hash: purged?.head ?? NO_HASH, sealed: last };
  }

  #endChain(): void {
    if (this.#at) this.#compare(this.#at.chain, this.#chain(this.#at.chain), this.#at);
    this.#at = null;
  }

  /** What the end of a chain must agree with: its head, the seals, the record of purges. */
  #compare(name: string, { head, purged, sealed, seen }: KnownChain, end: Place): void {
    if (!seen && (head || !purged)) this.#find('gone', name, head?.length ?? end.sealed);
    else if (end.sealed > end.position) this.#find('shortened', name, end.sealed);
    if (seen && !head) this.#find('headMissing', name, end.position);
    if (seen && head && (head.length !== end.position || head.head !== end.hash)) this.#find('headForged', name, head.length);
    for (const one of sealed) {
      const wrong =
        one.purgedLength !== null &&
        (!purged || purged.length < one.purgedLength || (purged.length === one.purgedLength && purged.reason !== one.reason));
      if (wrong || (purged && one.length === purged.length && one.head !== purged.head)) this.#find('purgeChanged', name, one.length);
    }
  }

  /**
   * A chain that was removed for another reason than its age can be dressed as a purge: its seals know better. The last of them from before
   * the purge covers an event that the seal before it did not, so that the chain was used after that one at least; what the very first
   * seal covers may be of any age.
   */
  #judgePurge(name: string, purged: Purged, sealed: readonly SealedHead[], now: Date | null): void {
    if (purged.stillThere) this.#find('purgedKept', name, purged.length);
    const last = sealed.filter(({ purgedLength }) => purgedLength !== purged.length).at(-1);
    const usedAfter = last && this.#sealedAt.get(last.seal - 1);
    const at = new Date(purged.purgedAt);
    if ((usedAfter && at < after(usedAfter, KEPT_AT_LEAST)) || (now && at > after(now, HOUR)))
      this.#find('purgedEarly', name, purged.length);
  }

  #chain(name: string): KnownChain {
    const known = this.#chains.get(name) ?? { purged: null, head: null, sealed: [], seen: false };
    this.#chains.set(name, known);
    return known;
  }

  #find(fault: ChainFault, chain: string, position: number): void {
    this.#findings.push({ fault, chain, position });
  }
}
