import type { CheckName, Finding } from '../finding.js';

/** A warning of `cause` (of this aspect only, when one is named) explains a warning of any of `explains`. */
interface Explanation {
  readonly cause: CheckName;
  readonly aspect?: string;
  readonly explains: readonly CheckName[];
}

/**
 * Which check's warning follows from which other's. What is explained is still told, but as information: it asks nothing of
 * the person, because with the cause it goes away. Without a face there is nothing to explain: checks that need one find
 * nothing by themselves.
 */
export const CAUSES: readonly Explanation[] = [
  // a screen or a print brings its own grain, colours and reflections
  { cause: 'rescan', explains: ['sharpness', 'compression', 'colour', 'glare', 'exposure_over', 'lighting', 'background'] },
  // in the dark the wall is grey as well, nothing stands out, and few tones are left
  { cause: 'exposure_dark', explains: ['background', 'lighting', 'sharpness', 'compression', 'face_visible', 'eyes_visible', 'eyes_open'] },
  { cause: 'exposure_over', explains: ['glare', 'face_visible', 'eyes_visible'] },
  // the whole picture has a colour, so the wall has it too
  { cause: 'colour', explains: ['background'] },
  // blurred outlines of lids, lips and glasses cannot be measured
  { cause: 'sharpness', explains: ['compression', 'eyes_visible', 'eyes_open', 'mouth_closed'] },
  { cause: 'compression', explains: ['eyes_visible', 'eyes_open', 'mouth_closed', 'face_visible'] },
  // what shines hides what lies below it
  { cause: 'glare', explains: ['eyes_visible', 'eyes_open', 'face_visible'] },
  // seen from the side or from below, halves of a face differ and lids look lower
  { cause: 'pose', explains: ['eyes_open', 'lighting', 'neutral'] },
  // where the chin or the crown lies is a guess when it does not show, and a cheek below cloth or a hand is of another brightness
  { cause: 'face_visible', explains: ['mouth_closed', 'neutral', 'head_size', 'lighting'] },
  { cause: 'centring', aspect: 'chin', explains: ['head_size', 'mouth_closed'] },
  { cause: 'centring', aspect: 'top', explains: ['head_size'] },
  { cause: 'one_face', aspect: 'several', explains: ['head_size', 'centring'] },
  { cause: 'eyes_visible', explains: ['eyes_open'] },
];

/** The same findings, in the same order; warnings that another warning explains have become information. */
export function withCauses(findings: readonly Finding[]): Finding[] {
  const explained = new Set(CAUSES.filter(({ cause, aspect }) => warns(findings, cause, aspect)).flatMap(({ explains }) => explains));
  return findings.map((finding) =>
    finding.outcome === 'warning' && explained.has(finding.check) ? { ...finding, outcome: 'information' } : finding,
  );
}

const warns = (findings: readonly Finding[], check: CheckName, aspect?: string): boolean =>
  findings.some((finding) => finding.check === check && finding.outcome === 'warning' && (!aspect || finding.aspect === aspect));
