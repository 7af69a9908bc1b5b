import type { Scene } from '../checks/scene.js';
import type { Face, PersonMask } from '../engine/analysis.js';
import { bytesFor } from './buffers.js';
import { outlineOf } from './face-shape.js';
import { type LabPlanes, labPlanesOf } from './lab-planes.js';
import {
  FACE_OUTLINE,
  LEFT_BROW_OUTLINE,
  LEFT_EYE_OUTLINE,
  LIPS_OUTLINE,
  NOSTRILS_OUTLINE,
  RIGHT_BROW_OUTLINE,
  RIGHT_EYE_OUTLINE,
} from './mesh-points.js';
import { eachRun, grown, type Polygon } from './polygon.js';

/** What a pixel of the half-size picture shows; one byte may say several. */
export const BEHIND = 1;
/** Within the face's outline. */
export const FACE = 2;
/** Within it, and neither eye, brow, lip nor nostril. */
export const SKIN = 4;
/** More likely person than not: head, hair, clothes. */
export const PERSON = 8;

/** The half-size picture as the checks of light look at it. Everything is in its pixels. */
export interface View extends LabPlanes {
  readonly scene: Scene;
  readonly regions: Uint8Array;
  /** Pixels certainly behind the person, and their share of the picture. */
  readonly behind: number;
  /** Pixels within the face's outline; 0 without a face. */
  readonly face: number;
  /** From pixels of the picture, in which the face is given, to these. */
  readonly scale: number;
}

let last: View | null = null;

/** Made once for a photo, however many checks ask. Only the view of the photo asked for last is valid. */
export function viewOf(scene: Scene): View {
  if (last?.scene === scene) return last;
  const planes = labPlanesOf(scene.half);
  const { width, height } = planes;
  const regions = bytesFor('regions', width * height).fill(0);
  const behind = markMask(regions, width, height, scene.analysis.mask);
  const scale = width / scene.picture.width;
  const face = scene.analysis.face === null ? { size: 0, behind: 0 } : markFace(regions, planes, scene.analysis.face, scale);
  last = { ...planes, scene, regions, behind: behind - face.behind, face: face.size, scale };
  return last;
}

/** A cell of the mask this sure of a person spoils its neighbourhood as background: hair is finer than a cell. */
const TRACE_OF_PERSON = 0.08;
/** So many cells of the mask wide is the neighbourhood: one and a half per cent of the picture's sides. */
const REACH = 3;

function markMask(regions: Uint8Array, width: number, height: number, { side, data }: PersonMask): number {
  const near = dilated(data, side);
  const columns = Int32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * side) / width));
  let behind = 0;
  for (let y = 0, n = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * side) / height) * side;
    for (let x = 0; x < width; x++, n++) {
      const cell = row + columns[x]!;
      if (near[cell] === 0) {
        regions[n] = BEHIND;
        behind++;
      } else if (data[cell]! > 0.5) regions[n] = PERSON;
    }
  }
  return behind;
}

/** 1 where a cell or one near it may be the person. First along rows, then along columns. */
function dilated(data: Float32Array, side: number): Uint8Array {
  const rows = bytesFor('mask rows', side * side).fill(0);
  for (let n = 0; n < side * side; n++) {
    if (data[n]! < TRACE_OF_PERSON) continue;
    const start = n - (n % side);
    rows.fill(1, Math.max(start, n - REACH), Math.min(start + side, n + REACH + 1));
  }
  const both = bytesFor('mask near', side * side).fill(0);
  for (let y = 0; y < side; y++) {
    for (let from = Math.max(0, y - REACH); from <= Math.min(side - 1, y + REACH); from++) {
      for (let x = 0; x < side; x++) if (rows[from * side + x] === 1) both[y * side + x] = 1;
    }
  }
  return both;
}

/** Outline of a part, and how much is added round it: lashes, the shadow of a lid, the rim of a lip. */
const FEATURES: readonly (readonly [readonly number[], number])[] = [
  [RIGHT_EYE_OUTLINE, 1.35],
  [LEFT_EYE_OUTLINE, 1.35],
  [RIGHT_BROW_OUTLINE, 1.5],
  [LEFT_BROW_OUTLINE, 1.5],
  [LIPS_OUTLINE, 1.15],
  [NOSTRILS_OUTLINE, 1.15],
];

/** How many pixels the face has, and how many of them the mask had taken for background. */
function markFace(regions: Uint8Array, planes: LabPlanes, face: Face, scale: number): { size: number; behind: number } {
  const { width } = planes;
  const here = (points: readonly number[]): Polygon => outlineOf(face, points).map(([x, y]) => [x * scale, y * scale]);
  let [size, behind] = [0, 0];
  eachRun(here(FACE_OUTLINE), planes, (y, from, to) => {
    for (let n = y * width + from; n <= y * width + to; n++) {
      if (regions[n] === BEHIND) behind++;
      regions[n] = (regions[n]! & PERSON) | FACE | SKIN;
    }
    size += to - from + 1;
  });
  for (const [points, times] of FEATURES) {
    eachRun(grown(here(points), times), planes, (y, from, to) => {
      for (let n = y * width + from; n <= y * width + to; n++) regions[n]! &= ~SKIN;
    });
  }
  return { size, behind };
}
