import type { Detection } from '../engine/analysis.js';
import type { Evidence, Finding } from '../finding.js';
import { boxEvidence } from '../measures/face-shape.js';
import { personsOf } from '../measures/persons.js';
import type { Scene } from './scene.js';

/** Exactly one person (S21: a photo of the person alone). Number of faces. */
export function checkOneFace({ analysis, picture }: Scene): Finding[] {
  const faces = personsOf(analysis.detections);
  const about = { check: 'one_face', measured: faces.length, limit: 1, unit: '' } as const;
  if (faces.length === 1) return [{ ...about, outcome: 'pass', reason: null }];
  if (faces.length === 0) return [{ ...about, aspect: 'none', outcome: 'warning', reason: 'features_not_visible' }];
  return [{ ...about, aspect: 'several', outcome: 'warning', reason: 'other', evidence: faces.map((face) => boxOf(face, picture)) }];
}

function boxOf(face: Detection, size: { readonly width: number; readonly height: number }): Evidence {
  const { left, top, width, height } = face;
  return boxEvidence(
    [
      [left, top],
      [left + width, top + height],
    ],
    size,
  );
}
