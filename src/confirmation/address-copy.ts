import type { StandingRecord } from './standing-record.js';

/** For whom the address of one person can be used: everybody else whose card has not gone to print with theirs (S13). */
export const copyTargets = (from: StandingRecord, records: readonly StandingRecord[]): StandingRecord[] =>
  records.filter((record) => record.personId !== from.personId && record.address !== 'frozen');
