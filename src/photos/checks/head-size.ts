import type { Finding } from '../finding.js';
import { pointsEvidence } from '../measures/face-shape.js';
import { HEAD_HEIGHT_ERROR, headOf } from '../measures/head.js';
import { HEAD_MM, PHOTO_HEIGHT_MM } from '../photo.rules.js';
import type { Scene } from './scene.js';

/**
 * The head, from chin to crown, is 31 to 36 mm high on a photo of 70 mm (S17, S23). Where hair hides the crown it is an
 * estimate, so a head beyond a limit by less than the estimate's error is information, not a warning.
 */
export function checkHeadSize({ analysis, picture }: Scene): Finding[] {
  const { face, mask } = analysis;
  if (face === null) return [];
  const { height, crown, chin } = headOf(face, mask, picture);
  const measured = Math.round((height / picture.height) * PHOTO_HEIGHT_MM * 10) / 10;
  const [smallest, largest] = HEAD_MM;
  const aspect = measured < smallest ? 'small' : measured > largest ? 'large' : undefined;
  const near = Math.abs(measured - smallest) < Math.abs(measured - largest) ? smallest : largest;
  const band = [tenth(near * (1 - HEAD_HEIGHT_ERROR)), tenth(near * (1 + HEAD_HEIGHT_ERROR))] as const;
  const unsure = measured >= band[0] && measured <= band[1];
  return [
    {
      check: 'head_size',
      outcome: aspect === undefined ? 'pass' : unsure ? 'information' : 'warning',
      measured,
      limit: HEAD_MM,
      unit: 'mm',
      reason: aspect === undefined || unsure ? null : 'other',
      ...(unsure ? { band } : {}),
      ...(aspect === undefined ? {} : { aspect, evidence: [pointsEvidence([at(crown), at(chin)], picture)] }),
    },
  ];
}

const tenth = (millimetres: number): number => Math.round(millimetres * 10) / 10;
const at = ({ x, y }: { readonly x: number; readonly y: number }): readonly [number, number] => [x, y];
