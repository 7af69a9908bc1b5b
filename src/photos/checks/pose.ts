import type { Finding } from '../finding.js';
import { pointsEvidence, shapeOf, spotOf } from '../measures/face-shape.js';
import { CHIN, FOREHEAD_TOP } from '../measures/mesh-points.js';
import { answer } from './answer.js';
import type { Scene } from './scene.js';

/**
 * Degrees to either side (PHOTO.md 3). Good portraits lean up to 4.3, turn up to 4.3 and tip up to 11.7 degrees by this
 * measure; its own error against OFIQ's is 1.4, 2.0 and 3.4 degrees, which makes the bands.
 */
const LIMITS = {
  roll: { limit: 7, band: [6, 8] },
  yaw: { limit: 10, band: [8, 12] },
  pitch: { limit: 15, band: [12, 18] },
} as const;
type Turn = keyof typeof LIMITS;

/** The head is upright and looks at the camera: one finding, about the turn that is furthest beyond its limit. Degrees. */
export function checkPose({ analysis, picture }: Scene): Finding[] {
  const { face } = analysis;
  if (face === null) return [];
  const degrees = (turn: Turn): number => Math.abs(face.pose[turn]);
  const worst = (Object.keys(LIMITS) as Turn[]).reduce((one, other) =>
    degrees(other) / LIMITS[other].limit > degrees(one) / LIMITS[one].limit ? other : one,
  );
  const { limit, band } = LIMITS[worst];
  const axis = [shapeOf(face).eyes, spotOf(face, FOREHEAD_TOP), spotOf(face, CHIN)];
  return [
    answer({
      check: 'pose',
      aspect: worst,
      fails: degrees(worst) > limit,
      measured: Math.round(degrees(worst) * 10) / 10,
      limit,
      band,
      unit: '°',
      reason: 'other',
      evidence: [pointsEvidence(axis, picture)],
    }),
  ];
}
