import type { Finding } from '../finding.js';
import { measureBackground } from '../measures/background.js';
import { measureBrightest } from '../measures/brightest.js';
import { measureBrightness } from '../measures/brightness.js';
import { lookOf } from '../measures/eye.js';
import { outlineEvidence, outlineOf } from '../measures/face-shape.js';
import { lightnessOf } from '../measures/lab-planes.js';
import { FACE_OUTLINE } from '../measures/mesh-points.js';
import { measureSclera, type Sclera } from '../measures/sclera.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { DARK } from './limits.js';
import type { Scene } from './scene.js';

/**
 * Enough light (S17: too dark). What is white in the picture decides: the wall, the whites of the eyes, the brightest
 * things. One of them that is bright proves that the light is enough; skin is never asked. L*, on the wall's scale.
 * How bright the whole picture is goes with it: by that figure the office compares the warnings of all checks with what officers decide.
 */
export function checkExposureDark(scene: Scene): Finding[] {
  const view = viewOf(scene);
  // a single row or column of pixels has no half
  if (view.width === 0 || view.height === 0) return [];
  const wall = measureBackground(view)?.lightness ?? 0;
  const sclera = measureSclera(scene);
  const brightest = measureBrightest(view);
  const params = { brightness: measureBrightness(view) };
  if (sclera !== null && behindLight(scene, wall, sclera, brightest.person)) return [{ ...backlit(scene, sclera), params }];
  const { limit, band } = DARK.lightest;
  const ofEyes = sclera === null ? 0 : (lightnessOf(sclera.bright) / DARK.sclera) * limit;
  const ofPicture = (lightnessOf(brightest.picture) / DARK.brightest) * limit;
  const measured = Math.min(100, Math.max(wall, ofEyes, ofPicture));
  return [answer({ check: 'exposure_dark', fails: measured < limit, measured, limit, band, unit: 'L*', reason: 'too_dark', params })];
}

/** An iris shows, but it and all of the person lie in the dark before a bright wall. A tinted lens is another matter. */
function behindLight({ analysis: { face }, picture }: Scene, wall: number, sclera: Sclera, person: number): boolean {
  const { backlight } = DARK;
  if (face === null || wall < backlight.wall || lightnessOf(sclera.bright) >= backlight.sclera.limit) return false;
  if (sclera.contrast < LEAST_CONTRAST || lightnessOf(person) >= backlight.person) return false;
  return (['right', 'left'] as const).every((side) => lookOf(face, picture, side).shade > UNTINTED);
}
/** Times that a sclera is at least as bright as the darkest of its eye. */
const LEAST_CONTRAST = 2;
/** Skin round the eye as bright as this share of the skin further out has no lens before it. */
const UNTINTED = 0.7;

function backlit({ analysis: { face }, picture }: Scene, { bright }: Sclera): Finding {
  const { limit, band } = DARK.backlight.sclera;
  return answer({
    check: 'exposure_dark',
    aspect: 'behind',
    fails: true,
    measured: lightnessOf(bright),
    limit,
    band,
    unit: 'L*',
    reason: 'too_dark',
    ...(face === null ? {} : { evidence: [outlineEvidence(outlineOf(face, FACE_OUTLINE), picture)] }),
  });
}
