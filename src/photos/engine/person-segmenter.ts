import type { PersonMask } from './analysis.js';
import { Model } from './model.js';
import { MODELS, readModel } from './models.js';
import type { Pixels } from '../file/pixels.js';
import { squeezeAffine, warp } from './warp.js';

const SIDE = 256;

/** Tells the person from what is behind (MediaPipe's selfie segmentation). */
export class PersonSegmenter {
  readonly #model: Model;

  private constructor(model: Model) {
    this.#model = model;
  }

  static async loaded(): Promise<PersonSegmenter> {
    return new PersonSegmenter(await Model.compiled(readModel(MODELS.person), [1, SIDE, SIDE, 3]));
  }

  async maskOf(picture: Pixels): Promise<PersonMask> {
    const affine = squeezeAffine(picture, SIDE);
    const [data] = await this.#model.run((input) => warp(picture, SIDE, affine, { scale: 1 / 255, shift: 0 }, input));
    return { side: SIDE, data: data! };
  }
}
