import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hash, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Secrets } from '../secrets.js';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals personal facts with AES-256-GCM and makes the keyed hashes by which they are found (TRUST.md 19).
 * Sealed bytes: format (1), key number (1), IV (12), ciphertext, tag (16). The context ("person.facts") is authenticated,
 * so that bytes moved to another column do not open.
 */
export class Vault {
  readonly #keys: Map<number, KeyObject>;
  readonly #newest: { id: number; key: KeyObject };
  readonly #indexKey: KeyObject;

  constructor(secrets: Pick<Secrets, 'dataKeys' | 'indexKey'>) {
    const keys = secrets.dataKeys.map(({ id, key }) => ({ id, key: createSecretKey(key) })); // made once: a raw key is examined at each use
    const [newest] = keys;
    if (!newest) throw new Error('the vault needs at least one data key');
    this.#newest = newest;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
    this.#indexKey = createSecretKey(secrets.indexKey);
  }

  seal(plain: string | Uint8Array, context: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#newest.key, iv).setAAD(Buffer.from(context));
    return Buffer.concat([Buffer.of(FORMAT, this.#newest.id), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws Error when the bytes were changed, belong to another context, or their key is not on the ring */
  open(sealed: Uint8Array, context: string): Buffer {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    const key = this.#keys.get(bytes[1] ?? 0);
    if (bytes[0] !== FORMAT || !key) throw new Error(`sealed bytes of ${context} name an unknown format or key`);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(2, 2 + IV_BYTES)).setAAD(Buffer.from(context));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(2 + IV_BYTES, -TAG_BYTES)), decipher.final()]);
  }

  /** The number of the key that sealed these bytes; null for bytes that were never sealed. */
  sealedWith(bytes: Uint8Array): number | null {
    return bytes[0] === FORMAT && bytes.length >= 2 + IV_BYTES + TAG_BYTES ? (bytes[1] ?? null) : null;
  }

  /** The key that seals from now on, by its number. */
  get newestKey(): number {
    return this.#newest.id;
  }

  /** A print of each key of this ring: equal for equal keys, and nothing else can be read from it. */
  fingerprints(): ReadonlyMap<KeyName, Buffer> {
    const data = [...this.#keys].map(([id, key]): [KeyName, Buffer] => [`data-${id}`, fingerprintOf(key)]);
    return new Map<KeyName, Buffer>([['index', fingerprintOf(this.#indexKey)], ...data]);
  }

  /** A keyed hash of a normalised value: equal values of a kind have equal hashes, and nothing else can be read from it. 32 bytes. */
  index(kind: IndexKind, normalised: string): Buffer {
    return createHmac('sha256', this.#indexKey).update(`${kind}\0${normalised}`).digest();
  }

  /** A key for signing, made from the newest data key for one purpose only, with the number under which it is found again. */
  signingKey(purpose: SigningPurpose): SigningKey {
    return { id: this.#newest.id, key: derived(this.#newest.key, purpose) };
  }

  /** The key that signed, while its data key is on the ring; null afterwards. */
  signingKeyOf(purpose: SigningPurpose, id: number): Uint8Array | null {
    const key = this.#keys.get(id);
    return key ? derived(key, purpose) : null;
  }
}

export type SigningPurpose = 'photo-reference-code' | 'audit-seal' | 'residence-record';
export interface SigningKey {
  /** 1 to 255. */
  readonly id: number;
  readonly key: Uint8Array;
}

/** As in the table key_fingerprint: the index key, or a data key with its number. */
export type KeyName = 'index' | `data-${number}`;

/** A print of a key, 16 bytes: equal for equal keys, and nothing else can be read from it. */
export const fingerprintOf = (key: KeyObject): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'portal key fingerprint', 16));

/** RFC 5869: what is signed with it says nothing of the key it comes from. */
const derived = (key: KeyObject, purpose: SigningPurpose): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, Buffer.alloc(0), `portal signing key: ${purpose}`, 32));

export type IndexKind = 'application-number' | 'uci' | 'email' | 'word' | 'address-word' | 'import-file' | 'import-case';

/** Tokens in links are stored only as this hash (TRUST.md 19); they have 256 bits, so they need no key. */
export const hashOfToken = (token: string): Buffer => hash('sha256', token, 'buffer');

export const newToken = (): string => randomBytes(32).toString('base64url');

let ring: Vault | null = null;

/** One process has one key ring; it is set while the application starts, before any record is read. */
export function useVault(vault: Vault): void {
  ring = vault;
}

export function vault(): Vault {
  if (!ring) throw new Error('no key ring was set: call useVault first');
  return ring;
}
