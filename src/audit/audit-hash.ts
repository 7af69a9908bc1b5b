import { createHash } from 'node:crypto';

/** An event as a link of its chain, every value as the text that is hashed. */
export interface ChainedEvent {
  readonly chain: string;
  readonly position: number;
  readonly id: string;
  /** `2026-11-27T15:00:00.000Z`. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorAccount: string | null;
  readonly action: string;
  readonly subject: string;
  readonly caseFile: string | null;
  /** JSON as PostgreSQL writes jsonb: the order and the spaces count. */
  readonly details: string;
  /** Hexadecimal, as all hashes here. */
  readonly hash: string;
}

/** Before the first link. */
export const NO_HASH = '00'.repeat(32);

/**
 * The canonical encoding: of each field its length in bytes, a colon, its text; a dash for none. Two different rows never give the
 * same bytes. migrations/0015 does the same in the database.
 */
export const canonical = (fields: readonly (string | number | null)[]): string => fields.map(field).join('');

const field = (value: string | number | null): string => (value === null ? '-' : `${Buffer.byteLength(String(value))}:${value}`);

/** A link's hash, over the hash before it and the row. */
export function hashOfEvent(previous: string, e: Omit<ChainedEvent, 'hash'>): string {
  const fields = [e.chain, e.position, e.id, e.at, e.actorKind, e.actorAccount, e.action, e.subject, e.caseFile, e.details];
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonical(fields)).digest('hex');
}
