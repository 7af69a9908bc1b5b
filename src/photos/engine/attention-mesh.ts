import { FEATURES, lookUp, membersOf, PART_SIDE, sentBack, transformOf } from './attention-steps.js';
import type { Fill } from './warp.js';
import { Model } from './model.js';
import { MODELS, readModel } from './models.js';
import { TfliteFile } from './tflite-file.js';
import { partOf } from './tflite-part.js';
import { likelihood } from './likelihood.js';

export const MESH_SIDE = 192;
const MESH_POINTS = 468;
const ALL_POINTS = 478;
const IRIS_POINTS = 5;

/** A part of the face that is looked at again: lips, then the picture's left eye, then its right one. */
interface Part {
  readonly model: Model;
  readonly members: readonly number[];
  readonly level: readonly [number, number];
  /** Number of the first of the five points of its iris; null for the lips. */
  readonly iris: number | null;
}

/** What is the same for lips, right eye and left eye of the person: corners that lie level, and where the iris goes. */
const PARTS: readonly Pick<Part, 'level' | 'iris'>[] = [
  { level: [61, 291], iris: null },
  { level: [33, 133], iris: MESH_POINTS },
  { level: [362, 263], iris: MESH_POINTS + IRIS_POINTS },
];

/** x, y, z of each point in pixels of the model's input, and how sure it is of a face. */
export interface MeshReading {
  readonly points: Float32Array;
  readonly presence: number;
}

/** MediaPipe's face mesh with attention: 478 points. Its file is cut into four models; what lies between is done here. */
export class AttentionMesh {
  readonly #whole: Model;
  readonly #parts: readonly Part[];

  private constructor(whole: Model, parts: readonly Part[]) {
    this.#whole = whole;
    this.#parts = parts;
  }

  static async loaded(): Promise<AttentionMesh> {
    const bytes = readModel(MODELS.attention);
    const file = new TfliteFile(bytes);
    const steps = (name: string) => file.operators.filter(({ custom }) => custom === name);
    const lookUps = steps('TransformTensorBilinear');
    const outputs = [lookUps[0]!.inputs[0]!, file.tensor('output_mesh_identity'), file.tensor('conv_faceflag')];
    const whole = await Model.compiled(partOf(bytes, file.inputs, outputs), [1, MESH_SIDE, MESH_SIDE, 3]);
    // in the order of the parts: lips; eye, iris; eye, iris
    const found = steps('TransformLandmarks').map(({ inputs }) => inputs[0]!);
    const wanted = [found.slice(0, 1), found.slice(1, 3), found.slice(3, 5)];
    const members = steps('Landmarks2TransformMatrix').map(({ options }) => membersOf(options));
    const parts: Part[] = [];
    for (const [n, part] of PARTS.entries()) {
      const cut = partOf(bytes, [lookUps[n]!.outputs[0]!], wanted[n]!);
      parts.push({ ...part, members: members[n]!, model: await Model.compiled(cut, [1, PART_SIDE, PART_SIDE, FEATURES.depth]) });
    }
    return new AttentionMesh(whole, parts);
  }

  /** `fill` writes the picture, 192 × 192 × 3 from 0 to 1. */
  async read(fill: Fill): Promise<MeshReading> {
    const [features, mesh, flag] = (await this.#whole.run(fill)) as [Float32Array, Float32Array, Float32Array];
    const points = new Float32Array(3 * ALL_POINTS);
    points.set(mesh.subarray(0, 3 * MESH_POINTS));
    const inFeatures = mesh.map((value) => (value * FEATURES.side) / MESH_SIDE);
    for (const { model, members, level, iris } of this.#parts) {
      const transform = transformOf(inFeatures, members, level);
      const [outline, ring] = await model.run((input) => lookUp(features, transform, input));
      const place = (target: number, from: Float32Array, number: number) => points.set(sentBack(from, number, transform), 3 * target);
      members.forEach((member, n) => {
        place(member, outline!, n);
      });
      if (iris !== null) {
        for (let n = 0; n < IRIS_POINTS; n++) {
          place(iris + n, ring!, n);
          // the model says nothing of an iris's depth: that of its eye
          points[3 * (iris + n) + 2] = (mesh[3 * level[0] + 2]! + mesh[3 * level[1] + 2]!) / 2;
        }
      }
    }
    return { points, presence: likelihood(flag[0]!) };
  }
}
