import type { ChainFault, TrailFinding, TrailReport } from '../audit/trail-verifier.js';
import type { SealFault } from '../audit/seal-verifier.js';

/** A report as people read it. */
export function reportText({ findings, counts, unsealed, lastSeal }: TrailReport): string {
  const counted = `${many(counts.events, 'event')} in ${many(counts.chains, 'chain')}, ${many(counts.seals, 'seal')}, ${many(counts.purged, 'chain')} purged when their time was over`;
  const sealed = lastSeal
    ? `Newest seal: ${lastSeal.day}, public key ${lastSeal.publicKey}; ${many(unsealed, 'event')} since.`
    : `No seal yet; ${many(unsealed, 'event')} without.`;
  const said = findings.slice(0, SHOWN).map((finding) => `- ${line(finding)}`);
  const rest = findings.length > SHOWN ? [`- and ${findings.length - SHOWN} more`] : [];
  const quiet = counts.chains > 0 ? 'Everything holds.' : 'There is nothing to verify: no event, no seal.';
  const verdict = findings.length === 0 ? quiet : `${many(findings.length, 'fault')}:`;
  return [counted, sealed, verdict, ...said, ...rest].join('\n');
}

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** An empty trail is none that holds: all of it may be gone. */
export const isWhole = ({ findings, counts }: Pick<TrailReport, 'findings' | 'counts'>): boolean =>
  findings.length === 0 && counts.chains > 0;

/** Findings printed; the rest is counted. */
const SHOWN = 100;

const line = (finding: TrailFinding): string =>
  'seal' in finding
    ? `seal ${finding.seal}: ${SEAL_FAULTS[finding.fault]}`
    : `chain ${finding.chain}, position ${finding.position}: ${CHAIN_FAULTS[finding.fault]}`;

const CHAIN_FAULTS: Record<ChainFault, string> = {
  unlinked: 'a row that is on no chain',
  changed: 'the row is not what its hash says: it was changed, put in or moved',
  missing: 'rows before this one are missing',
  twice: 'this position is taken twice',
  headForged: 'the head of the chain is not its last row',
  headMissing: 'the chain has no head',
  gone: 'nothing is left of the chain',
  shortened: 'a seal saw more rows than there are',
  notAsSealed: 'the row is not the one that was sealed',
  purgeChanged: 'the record of its purge is not what was sealed',
  purgedEarly: 'it was removed before its time was over, or in the future',
  purgedKept: 'it was removed, and its record is still there',
};

const SEAL_FAULTS: Record<SealFault, string> = {
  sealBroken: 'the signature does not belong to it',
  sealForeign: 'it was signed with a key that is not known as the portal’s',
  sealGone: 'it does not follow on the seal before, or that seal is missing',
  sealedHeads: 'the heads beside it are not the ones that were sealed',
  sealMissing: 'none was made for more than two days',
};
