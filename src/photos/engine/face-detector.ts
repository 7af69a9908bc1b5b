import type { Detection } from './analysis.js';
import { likelihood } from './likelihood.js';
import { mergedByScore } from './merge-detections.js';
import { Model } from './model.js';
import { type ModelSource, readModel } from './models.js';
import type { Pixels } from '../file/pixels.js';
import { regionAffine, warp } from './warp.js';

/** A detector of MediaPipe's: side of its input, and where its answers lie: so many to a cell of each grid. */
export interface DetectorKind {
  readonly source: ModelSource;
  readonly side: number;
  readonly grids: readonly { readonly cells: number; readonly answers: number }[];
  readonly leastScore: number;
}

const POINTS = 6;
/** Numbers in an answer: middle, sides, and six points. */
const NUMBERS = 4 + 2 * POINTS;

export class FaceDetector {
  readonly #model: Model;
  readonly #kind: DetectorKind;
  readonly #anchors: Float32Array;

  private constructor(model: Model, kind: DetectorKind) {
    this.#model = model;
    this.#kind = kind;
    this.#anchors = anchorsOf(kind);
  }

  static async loaded(kind: DetectorKind): Promise<FaceDetector> {
    return new FaceDetector(await Model.compiled(readModel(kind.source), [1, kind.side, kind.side, 3]), kind);
  }

  /** Faces in the picture, in its pixels. The model sees all of it, in the middle of a square. */
  async detect(picture: Pixels): Promise<Detection[]> {
    const { side, leastScore } = this.#kind;
    const reach = Math.max(picture.width, picture.height);
    const affine = regionAffine({ x: picture.width / 2, y: picture.height / 2, side: reach, turn: 0 }, side);
    const answers = await this.#model.run((input) => warp(picture, side, affine, { scale: 2 / 255, shift: -1 }, input));
    const [boxes, scores] = answers as [Float32Array, Float32Array];
    const found: Detection[] = [];
    for (let n = 0; n < scores.length; n++) {
      const score = likelihood(scores[n]!);
      if (score >= leastScore) found.push(this.#placed(boxes, n, score, picture, reach));
    }
    return mergedByScore(found);
  }

  #placed(boxes: Float32Array, number: number, score: number, { width, height }: Pixels, reach: number): Detection {
    const { side } = this.#kind;
    const at = NUMBERS * number;
    const [left, top] = [(width - reach) / 2, (height - reach) / 2];
    const x = (n: number) => left + (boxes[at + n]! / side + this.#anchors[2 * number]!) * reach;
    const y = (n: number) => top + (boxes[at + n]! / side + this.#anchors[2 * number + 1]!) * reach;
    const [across, down] = [(boxes[at + 2]! / side) * reach, (boxes[at + 3]! / side) * reach];
    const points = Array.from({ length: POINTS }, (_, n) => [x(4 + 2 * n), y(5 + 2 * n)] as const);
    return { score, left: x(0) - across / 2, top: y(1) - down / 2, width: across, height: down, points };
  }
}

/** The middles of the cells, 0 to 1, once for each of their answers, in the order of the model's answers. */
function anchorsOf({ grids }: DetectorKind): Float32Array {
  const anchors: number[] = [];
  for (const { cells, answers } of grids) {
    for (let cell = 0; cell < cells * cells; cell++) {
      const middle = [((cell % cells) + 0.5) / cells, (Math.floor(cell / cells) + 0.5) / cells];
      for (let n = 0; n < answers; n++) anchors.push(...middle);
    }
  }
  return Float32Array.from(anchors);
}
