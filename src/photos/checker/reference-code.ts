import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Frame } from '../frame/frame.js';
import { readCode, writtenCode } from '../../privacy/crockford.js';
import type { SigningKey } from '../../privacy/vault.js';

/**
 * The code that the public checker gives for a photo it did not keep (PORTAL.md 5). It carries day, number of warnings and frame, and
 * a signature over these and the file's SHA-256; so the portal later knows that this very file was checked, when, and how it came out.
 *
 * As written: seven groups of five characters, 175 bits, the highest first:
 *   key's number 8 · day 16 · warnings 4 · left 18 · top 18 · width 17 · angle 12 · signature 82
 */
const FIELDS = { key: 8n, day: 16n, warnings: 4n, left: 18n, top: 18n, width: 17n, angle: 12n } as const;
const SIGNATURE_BITS = 82n;
const CHARACTERS = 35;
const GROUP = 5;

/** A frame's corner may lie outside the picture when it is turned, so both are counted from the middle of their field. */
const CORNER_ZERO = 1 << 17;
/** Tenths of a degree, −180 to 180. */
const ANGLE_ZERO = 1800;
/** Days are counted from this one. */
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY_LENGTH = 86_400_000;
/** More are not told apart. */
export const MOST_WARNINGS = 15;

/** What a code says: the day in Eastern Time, `YYYY-MM-DD`; how many checks warned, 0 when it passed; and the frame that was judged. */
export interface CheckedPhoto {
  readonly day: string;
  readonly warnings: number;
  readonly frame: Frame;
}

/** What a code sent with a photo turned out to be; kept with the attempt. */
export type CheckedBefore = ({ readonly ok: true } & CheckedPhoto) | { readonly ok: false; readonly reason: CodeRefusal };

/** Each is a key of the locales. `notACode`: not one of ours by its look. `otherFile`: of another file, mistyped, or of a key that is gone. */
export type CodeRefusal = 'notACode' | 'otherFile';

/**
 * @param sha256 of the whole file, 32 bytes
 * @throws RangeError when a value does not fit its field: a frame that no picture within our limits holds
 */
export function referenceCode(checked: CheckedPhoto, sha256: Uint8Array, { id, key }: SigningKey): string {
  const { left, top, width, angle } = checked.frame;
  const facts = packed({
    key: id,
    day: (Date.parse(checked.day) - FIRST_DAY) / DAY_LENGTH,
    warnings: Math.min(checked.warnings, MOST_WARNINGS),
    left: left + CORNER_ZERO,
    top: top + CORNER_ZERO,
    width,
    angle: Math.round(angle * 10) + ANGLE_ZERO,
  });
  return writtenCode((facts << SIGNATURE_BITS) | signature(facts, sha256, key), CHARACTERS, GROUP);
}

/** @param keyOf finds the key by its number; null when there is none any more */
export function readReferenceCode(text: string, sha256: Uint8Array, keyOf: (id: number) => Uint8Array | null): CheckedBefore {
  const bits = readCode(text, CHARACTERS);
  if (bits === null) return { ok: false, reason: 'notACode' };
  const facts = bits >> SIGNATURE_BITS;
  const values = unpacked(facts);
  const key = keyOf(values.key);
  if (!key || !same(signature(facts, sha256, key), bits & ((1n << SIGNATURE_BITS) - 1n))) return { ok: false, reason: 'otherFile' };
  return {
    ok: true,
    day: new Date(FIRST_DAY + values.day * DAY_LENGTH).toISOString().slice(0, 10),
    warnings: values.warnings,
    frame: {
      left: values.left - CORNER_ZERO,
      top: values.top - CORNER_ZERO,
      width: values.width,
      angle: (values.angle - ANGLE_ZERO) / 10,
    },
  };
}

type Values = Record<keyof typeof FIELDS, number>;

function packed(values: Values): bigint {
  let bits = 0n;
  for (const [name, size] of Object.entries(FIELDS) as [keyof Values, bigint][]) {
    const value = values[name];
    if (!Number.isInteger(value) || value < 0 || BigInt(value) >= 1n << size) throw new RangeError(`${name} does not fit: ${value}`);
    bits = (bits << size) | BigInt(value);
  }
  return bits;
}

function unpacked(bits: bigint): Values {
  let rest = bits;
  const values = {} as Values;
  for (const [name, size] of (Object.entries(FIELDS) as [keyof Values, bigint][]).reverse()) {
    values[name] = Number(rest & ((1n << size) - 1n));
    rest >>= size;
  }
  return values;
}

/** HMAC-SHA-256 over facts and file, cut to its first 82 bits: guessing one takes 2^82 uploads. */
function signature(facts: bigint, sha256: Uint8Array, key: Uint8Array): bigint {
  const mac = createHmac('sha256', key)
    .update(`photo reference code 1\0${facts.toString(16)}\0`)
    .update(sha256)
    .digest('hex');
  return BigInt(`0x${mac}`) >> (256n - SIGNATURE_BITS);
}

function same(one: bigint, other: bigint): boolean {
  const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(22, '0'), 'hex');
  return timingSafeEqual(bytes(one), bytes(other));
}
