import type { Finding } from '../finding.js';
import { measureGrating } from '../measures/grating.js';
import { measureSteps } from '../measures/native-steps.js';
import { measureSheet } from '../measures/sheet.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { hasSquares } from './compression.js';
import { RESCAN } from './limits.js';
import type { Scene } from './scene.js';

const about = { check: 'rescan', reason: 'other' } as const;

/** A photo of the person, not of a print or a screen (S10): no dots or lines in the face, no edges of a paper around it. */
export function checkRescan(scene: Scene): Finding[] {
  const sheet = measureSheet(viewOf(scene));
  const evidence = [{ kind: 'outline', points: sheet.corners }] as const;
  const paper = answer({
    ...about,
    aspect: 'edges',
    fails: sheet.shown > RESCAN.sheet.limit,
    measured: sheet.shown,
    ...RESCAN.sheet,
    unit: 'share',
    evidence,
  });
  if (paper.outcome === 'warning' || scene.native === null) return [paper];
  const grating = measureGrating(scene.native);
  // Large square pixels repeat as well; they are told as what they are.
  if (grating === null || hasSquares(measureSteps(scene.native))) return [paper];
  return [answer({ ...about, aspect: 'dots', fails: grating > RESCAN.grating.limit, measured: grating, ...RESCAN.grating, unit: '' })];
}
