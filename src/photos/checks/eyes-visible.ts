import type { Finding } from '../finding.js';
import type { EyeLook } from '../measures/eye.js';
import { clarity, type Eyes, eyesOf } from '../measures/eye-state.js';
import { outlineEvidence } from '../measures/face-shape.js';
import { grown } from '../measures/polygon.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Clarity of the clearer eye: good portraits 0.68 to 0.84, lenses that let through less than half of the light up to 0.58.
 * A lens also darkens the skin round the eye, which a closed lid does not: 0.62 or more without, 0.53 or less with one.
 */
const CLEAR = { limit: 0.62, band: [0.58, 0.66] } as const;
const LENS_SHADE = 0.57;
/** Lids that are down show no iris either, and lashes darken the skin round them to 0.49: lenses leave an opening of 0.67 or more, or 0.3 of the light. */
const LIDS_DOWN = { opening: 0.6, shade: 0.4 } as const;
/** Below this the lenses are as good as opaque: sunglasses have 0.23 at most, lenses that take 62 % of the light 0.41 or more. */
const OPAQUE = 0.36;
/** A lens that only takes light leaves the contrast of the iris: it is dark when so little of the skin's brightness is left. */
const DARK_SHADE = 0.24;
/** Detail round an eye: good portraits 0.32 or more, closed lids 0.17, patches 0.11 or less. */
const FLAT = 0.14;
/** Between lids that the mesh takes for open ones: good portraits 0.35 or more, a lamp's reflection 0.07; a patch 0.006, with a weave 0.03. */
const FLAT_WITHIN = { detail: 0.05, opening: 0.4 } as const;
/** An eye behind a patch or hair: the skin round it is darker than closed lids ever make it (0.46), and no iris shows. */
const HIDDEN = { shade: 0.38, contrast: 0.4 } as const;
/** Share of the iris that is red: good portraits below 0.02, even in yellow light; a small red pupil 0.15. */
const RED = 0.08;
const RED_BAND = [0.05, 0.11] as const;

/** Nothing stands before the eyes: one finding, the worst thing first. */
export function checkEyesVisible({ analysis, picture }: Scene): Finding[] {
  const { face } = analysis;
  if (face === null) return [];
  const eyes = eyesOf(face, picture);
  const seen = judged(eyes);
  if (seen === null) return [];
  const evidence = seen.eyes.map(({ outline }) => outlineEvidence(grown(outline, 1.25, 1.8), picture));
  return [
    answer({ check: 'eyes_visible', fails: false, band: CLEAR.band, unit: '', reason: 'features_not_visible', ...seen.finding, evidence }),
  ];
}

type Judged = {
  readonly finding: Pick<Finding, 'measured' | 'limit' | 'aspect' | 'band'> & { readonly unit?: string; readonly fails?: boolean };
  readonly eyes: EyeLook[];
};

/** Null where the eyes can't be seen for their lids: that is for `eyes_open` to say. */
function judged({ right, left }: Eyes): Judged | null {
  const both = [right, left];
  const clearer = Math.max(clarity(right), clarity(left));
  const worse = clarity(right) < clarity(left) ? right : left;
  const shade = Math.max(right.shade, left.shade);
  const flat = both.filter(isFlat);
  const lidsDown = Math.max(right.opening, left.opening) < LIDS_DOWN.opening && shade > LIDS_DOWN.shade;
  const fails = true;
  if (clearer < CLEAR.limit && shade < LENS_SHADE && !lidsDown) {
    const dark = clearer < OPAQUE || shade < DARK_SHADE;
    return { finding: { aspect: dark ? 'dark' : 'tinted', fails, measured: clearer, limit: CLEAR.limit }, eyes: both };
  }
  if (flat.length > 0) {
    return { finding: { aspect: 'covered', fails, measured: Math.min(...flat.map(clarity)), limit: CLEAR.limit }, eyes: flat };
  }
  if (worse.shade < HIDDEN.shade && worse.contrast < HIDDEN.contrast) {
    return { finding: { aspect: 'covered', fails, measured: clarity(worse), limit: CLEAR.limit }, eyes: [worse] };
  }
  const red = Math.max(right.red, left.red);
  if (red > RED) return { finding: { aspect: 'red', fails, measured: red, limit: RED, band: RED_BAND, unit: 'share' }, eyes: both };
  return clearer < CLEAR.limit ? null : { finding: { measured: clearer, limit: CLEAR.limit }, eyes: [] };
}

const isFlat = ({ detail, detailWithin, opening }: EyeLook): boolean =>
  detail < FLAT || (detailWithin < FLAT_WITHIN.detail && opening > FLAT_WITHIN.opening);
