import type { Detection } from './analysis.js';
import { AttentionMesh, MESH_SIDE, type MeshReading } from './attention-mesh.js';
import { likelihood } from './likelihood.js';
import { Model } from './model.js';
import { MODELS, readModel } from './models.js';
import type { Pixels } from '../file/pixels.js';
import { levelFor } from './pyramid.js';
import { type Fill, type Region, regionAffine, warp } from './warp.js';

const { atan2, cos, max, sin } = Math;

/** The model looks at a square this many times as large as the face. */
const MARGIN = 1.5;
/** Outer corners of the eyes: the face is turned so that they lie level. */
const RIGHT_EYE = 33;
const LEFT_EYE = 263;

/** The points of one face: roughly where a detector saw it first, then exactly. */
export class FaceMesh {
  readonly #quick: Model;
  readonly #fine: AttentionMesh;

  private constructor(quick: Model, fine: AttentionMesh) {
    this.#quick = quick;
    this.#fine = fine;
  }

  static async loaded(): Promise<FaceMesh> {
    const quick = await Model.compiled(readModel(MODELS.mesh), [1, MESH_SIDE, MESH_SIDE, 3]);
    return new FaceMesh(quick, await AttentionMesh.loaded());
  }

  /** 468 points in the picture's pixels, and how sure the model is of a face. `levels`: the picture and its halves. */
  async roughly(levels: readonly Pixels[], detection: Detection): Promise<MeshReading> {
    const [rightEye, leftEye] = [detection.points[0]!, detection.points[1]!];
    const region: Region = {
      x: detection.left + detection.width / 2,
      y: detection.top + detection.height / 2,
      side: MARGIN * max(detection.width, detection.height),
      turn: atan2(leftEye[1] - rightEye[1], leftEye[0] - rightEye[0]),
    };
    const [points, flag] = (await this.#quick.run(fillFrom(levels, region))) as [Float32Array, Float32Array];
    return { points: inPicture(points, region), presence: likelihood(flag[0]!) };
  }

  /** 478 points, of which the irises are the last ten, looked for around points that are known roughly. */
  async exactly(levels: readonly Pixels[], rough: Float32Array): Promise<MeshReading> {
    const region = around(rough);
    const { points, presence } = await this.#fine.read(fillFrom(levels, region));
    return { points: inPicture(points, region), presence };
  }
}

function fillFrom(levels: readonly Pixels[], region: Region): Fill {
  const { level, scale } = levelFor(levels, region.side, MESH_SIDE);
  const small = { x: region.x * scale, y: region.y * scale, side: region.side * scale, turn: region.turn };
  const affine = regionAffine(small, MESH_SIDE);
  return (input) => warp(level, MESH_SIDE, affine, { scale: 1 / 255, shift: 0 }, input);
}

/** From pixels of the model's input to the picture's. Depth keeps its zero and takes the same scale. */
function inPicture(points: Float32Array, { x, y, side, turn }: Region): Float32Array {
  const scale = side / MESH_SIDE;
  const [c, s] = [cos(turn) * scale, sin(turn) * scale];
  const placed = new Float32Array(points.length);
  for (let at = 0; at < points.length; at += 3) {
    const across = points[at]! - MESH_SIDE / 2;
    const down = points[at + 1]! - MESH_SIDE / 2;
    placed[at] = x + across * c - down * s;
    placed[at + 1] = y + across * s + down * c;
    placed[at + 2] = points[at + 2]! * scale;
  }
  return placed;
}

/** The square around the points, level with the eyes. */
function around(points: Float32Array): Region {
  const turn = atan2(points[3 * LEFT_EYE + 1]! - points[3 * RIGHT_EYE + 1]!, points[3 * LEFT_EYE]! - points[3 * RIGHT_EYE]!);
  const [c, s] = [cos(turn), sin(turn)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    const across = points[at]! * c + points[at + 1]! * s;
    const down = points[at + 1]! * c - points[at]! * s;
    if (across < left) left = across;
    if (across > right) right = across;
    if (down < top) top = down;
    if (down > bottom) bottom = down;
  }
  const [across, down] = [(left + right) / 2, (top + bottom) / 2];
  return { x: across * c - down * s, y: across * s + down * c, side: MARGIN * max(right - left, bottom - top), turn };
}
