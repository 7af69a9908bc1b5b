import type { CheckName, Finding } from '../finding.js';

/**
 * A warning of `cause` (of these `aspects` only, when some are named) explains a warning of any of `explains` (of the
 * aspects in `only`, when some are named).
 */
interface Explanation {
  readonly cause: CheckName;
  readonly aspects?: readonly string[];
  readonly explains: readonly CheckName[];
  readonly only?: readonly string[];
}

/**
 * Which check's warning follows from which other's. What is explained is still told, but as information: it asks nothing of
 * the person, because with the cause it goes away, or could not be measured before. What would stay is not on the list: a
 * shadow is there in any light, closed eyes are closed below a shining forehead. Without a face there is nothing to explain: checks that need one find
 * nothing by themselves.
 */
export const CAUSES: readonly Explanation[] = [
  // a screen or a print brings its own grain, colours and reflections
  { cause: 'rescan', explains: ['sharpness', 'compression', 'colour', 'glare', 'exposure_over', 'lighting', 'background'] },
  // in the dark the wall is grey as well, nothing stands out, and few tones are left
  { cause: 'exposure_dark', explains: ['lighting', 'sharpness', 'compression', 'face_visible', 'eyes_visible', 'eyes_open'] },
  { cause: 'exposure_dark', explains: ['background'], only: ['lightness', 'colour', 'evenness'] },
  // who turns round has another wall behind
  { cause: 'exposure_dark', aspects: ['behind'], explains: ['background'] },
  { cause: 'exposure_over', explains: ['glare', 'face_visible', 'eyes_visible'] },
  // the whole picture has a colour, so the wall has it too
  { cause: 'colour', explains: ['background'], only: ['colour', 'lightness'] },
  // blurred outlines of lids, lips and glasses cannot be measured
  { cause: 'sharpness', explains: ['eyes_visible', 'eyes_open', 'mouth_closed'] },
  { cause: 'sharpness', explains: ['compression'], only: ['quality', 'blocks', 'tones'] },
  { cause: 'compression', explains: ['eyes_visible', 'eyes_open', 'mouth_closed', 'face_visible'] },
  // what shines hides what lies below it
  { cause: 'glare', explains: ['face_visible'] },
  { cause: 'glare', aspects: ['eye'], explains: ['eyes_visible', 'eyes_open'] },
  // seen from the side or from below, halves of a face differ and lids look lower
  { cause: 'pose', aspects: ['yaw', 'pitch'], explains: ['eyes_open', 'lighting', 'neutral'] },
  // a cheek below cloth or a hand is of another brightness
  { cause: 'face_visible', explains: ['lighting'] },
  // where the chin lies is a guess when it does not show
  { cause: 'face_visible', aspects: ['mouth'], explains: ['mouth_closed', 'neutral', 'head_size'] },
  { cause: 'one_face', aspects: ['several'], explains: ['head_size', 'centring'] },
  { cause: 'eyes_visible', explains: ['eyes_open'] },
];

/** The same findings, in the same order; warnings that another warning explains have become information. */
export function withCauses(findings: readonly Finding[]): Finding[] {
  const told = CAUSES.filter((explanation) => findings.some((finding) => isCause(finding, explanation)));
  return findings.map((finding) =>
    finding.outcome === 'warning' && told.some((explanation) => isExplained(finding, explanation))
      ? { ...finding, outcome: 'information' }
      : finding,
  );
}

const isCause = ({ check, outcome, aspect }: Finding, { cause, aspects }: Explanation): boolean =>
  check === cause && outcome === 'warning' && isAmong(aspect, aspects);

const isExplained = ({ check, aspect }: Finding, { explains, only }: Explanation): boolean =>
  explains.includes(check) && isAmong(aspect, only);

const isAmong = (aspect: string | undefined, aspects: readonly string[] | undefined): boolean =>
  aspects === undefined || (aspect !== undefined && aspects.includes(aspect));
