import { createHmac, timingSafeEqual } from 'node:crypto';
import { readCode, writtenCode } from '../privacy/crockford.js';
import type { SigningKey } from '../privacy/vault.js';
import type { RecordFacts } from './residence-record.entity.js';

/** 100 bits in four groups of five characters: guessing one takes 2^100 tries at the public page. */
const CHARACTERS = 20;
const GROUP = 5;
const BITS = BigInt(5 * CHARACTERS);

/** The code printed on a record: HMAC-SHA-256 over its number and everything it says, cut to its first 100 bits. */
export function recordCode(number: string, facts: RecordFacts, { key }: Pick<SigningKey, 'key'>): string {
  const said = Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1));
  const mac = createHmac('sha256', key)
    .update(`residence record 1\0${number}\0${JSON.stringify(said)}`)
    .digest('hex');
  return writtenCode(BigInt(`0x${mac}`) >> (256n - BITS), CHARACTERS, GROUP);
}

/** A code as somebody typed it, in the way it is printed; null when it can't be one of ours. */
export function typedRecordCode(text: string): string | null {
  const bits = readCode(text, CHARACTERS);
  return bits === null ? null : writtenCode(bits, CHARACTERS, GROUP);
}

export const sameCode = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
