import type { Finding } from '../finding.js';
import { measureSteepness } from '../measures/edge-width.js';
import { boxEvidence, outlineOf, shapeOf } from '../measures/face-shape.js';
import { FACE_OUTLINE } from '../measures/mesh-points.js';
import type { Polygon } from '../measures/polygon.js';
import { eyeBoxes, greyFace, reblur } from '../measures/reblur.js';
import { answer } from './answer.js';
import { SHARPNESS } from './limits.js';
import type { Scene } from './scene.js';

/** So many pixels from eye to eye the limit of edges is meant for. */
const EYE_DISTANCE = 100;

/** Eyes and face are sharp: by how much another blur would still take away, and, because grain hides blur, by the edges at the eyes. */
export function checkSharpness(scene: Scene): Finding[] {
  const { face } = scene.analysis;
  const grey = greyFace(scene);
  if (face === null || grey === null) return [];
  const here = (polygon: Polygon): Polygon => polygon.map(([x, y]) => [x - grey.left, y - grey.top]);
  const eyes = eyeBoxes(scene);
  const about = {
    check: 'sharpness',
    reason: 'features_not_visible',
    unit: '',
    evidence: eyes.map((eye) => boxEvidence(eye, scene.picture)),
  } as const;
  const eyeBlur = Math.min(...eyes.map((eye) => reblur(grey, here(eye))));
  const blur = (reblur(grey, here(outlineOf(face, FACE_OUTLINE))) + eyeBlur) / 2;
  if (blur > SHARPNESS.blur.limit) return [answer({ ...about, fails: true, measured: blur, ...SHARPNESS.blur })];
  const steepness = Math.max(...eyes.map((eye) => measureSteepness(grey, here(eye))));
  const edges = (steepness * shapeOf(face).eyeDistance) / EYE_DISTANCE;
  if (edges < SHARPNESS.edges.limit) return [answer({ ...about, aspect: 'grain', fails: true, measured: edges, ...SHARPNESS.edges })];
  return [answer({ ...about, fails: false, measured: blur, ...SHARPNESS.blur })];
}
