import type { Finding } from '../finding.js';
import { measureBackground } from '../measures/background.js';
import { clippedShare, whiteShare } from '../measures/face-light.js';
import { outlineEvidence, outlineOf } from '../measures/face-shape.js';
import { lightnessOf } from '../measures/lab-planes.js';
import { FACE_OUTLINE } from '../measures/mesh-points.js';
import { measureSclera } from '../measures/sclera.js';
import { measureGlare } from '../measures/specular.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { GLARE, OVER } from './limits.js';
import type { Scene } from './scene.js';

/**
 * The face keeps its detail. A studio's wall may be blown out to pure white: only the face counts. Skin that is too bright
 * without reaching the end of the scale is not found; that is better than warning of light skin in good light.
 */
export function checkExposureOver(scene: Scene): Finding[] {
  const { face } = scene.analysis;
  if (face === null) return [];
  const view = viewOf(scene);
  const about = {
    check: 'exposure_over',
    reason: 'features_not_visible',
    evidence: [outlineEvidence(outlineOf(face, FACE_OUTLINE), scene.picture)],
  } as const;
  // A lamp's reflection is the glare check's to tell.
  const spot = measureGlare(view, GLARE[1]).share;
  const lost = clippedShare(view, OVER.end);
  const measured = Math.max(0, spot < OVER.reflection ? lost - OVER.halo * spot : lost);
  const { limit, band } = OVER.clipped;
  const eyes = whiteOfEyes(scene);
  if (measured <= limit && eyes !== null && wallIsBlownOut(scene)) {
    // white clothes are a second white thing: where they are lost as well, eyes less bright than dazzling say the same
    const most = whiteShare(view, OVER.end) > OVER.clothes ? OVER.scleraBesides : OVER.sclera;
    if (eyes > most.limit) return [answer({ ...about, aspect: 'eyes', fails: true, measured: eyes, ...most, unit: 'L*' })];
  }
  return [answer({ ...about, fails: measured > limit, measured, limit, band, unit: 'share' })];
}

/** L*, the mean of both eyes; null when one is not seen, or so much brighter that it is a reflection. */
function whiteOfEyes(scene: Scene): number | null {
  const sclera = measureSclera(scene);
  if (sclera === null || sclera.other === null) return null;
  const [one, other] = [lightnessOf(sclera.bright), lightnessOf(sclera.other)];
  return Math.abs(one - other) > OVER.alike ? null : (one + other) / 2;
}

function wallIsBlownOut(scene: Scene): boolean {
  const wall = measureBackground(viewOf(scene));
  return wall !== null && wall.lightness >= OVER.wall;
}
