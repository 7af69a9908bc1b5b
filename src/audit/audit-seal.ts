import { createHash, createPrivateKey, createPublicKey, type Hash, type KeyObject, sign, verify } from 'node:crypto';
import { canonical, NO_HASH } from './audit-hash.js';

/** The end of a chain as a seal covers it. */
export interface SealedHead {
  readonly seal: number;
  readonly chain: string;
  readonly length: number;
  readonly head: string;
  /** Up to where the chain was removed when its time was over, and why. */
  readonly purgedLength: number | null;
  readonly reason: string | null;
}

/** A day's signature over the heads of all chains that moved, and over the seal before: one seal holds all that came before it. */
export interface Seal {
  readonly number: number;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly sealedAt: string;
  readonly heads: number;
  readonly root: string;
  /** The hash of the seal before, its signature included. */
  readonly previous: string;
  /** The data key from which the signing key was made. */
  readonly keyNumber: number;
  /** Ed25519, raw, hexadecimal. */
  readonly publicKey: string;
  readonly signature: string;
}

/** One hash over the heads of a seal, given in the order of their chains. */
export class RootHash {
  readonly #hash: Hash = createHash('sha256');
  heads = 0;

  add({ chain, length, head, purgedLength, reason }: SealedHead): void {
    this.heads++;
    this.#hash.update(canonical([chain, length, head, purgedLength, reason]));
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

export function signed(seal: Omit<Seal, 'publicKey' | 'signature'>, seed: Uint8Array): Seal {
  const key = privateKey(seed);
  const whole = { ...seal, publicKey: publicKeyOf(seed) };
  return { ...whole, signature: sign(null, message(whole), key).toString('hex') };
}

/** Whether the signature was made with the seal's public key; whose key that is must be known from elsewhere. */
export function isSigned(seal: Seal): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(seal.publicKey, 'hex')]), format: 'der', type: 'spki' });
    return verify(null, message(seal), key, Buffer.from(seal.signature, 'hex'));
  } catch {
    return false; // no key at all
  }
}

/** What the next seal says of this one. */
export const digestOf = (seal: Seal | null): string =>
  seal ? createHash('sha256').update(message(seal)).update(Buffer.from(seal.signature, 'hex')).digest('hex') : NO_HASH;

/** The public half of the key that is made from a seed of 32 bytes. */
export const publicKeyOf = (seed: Uint8Array): string =>
  createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' }).subarray(SPKI.length).toString('hex');

const message = (seal: Omit<Seal, 'signature'>): Buffer =>
  Buffer.from(
    canonical([
      'portal audit seal',
      seal.number,
      seal.day,
      seal.sealedAt,
      seal.heads,
      seal.root,
      seal.previous,
      seal.keyNumber,
      seal.publicKey,
    ]),
  );

const privateKey = (seed: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });

/** The fixed beginnings of an Ed25519 key in DER (RFC 8410); the 32 bytes of the key follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
