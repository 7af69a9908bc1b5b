import { binAtShare } from './histogram.js';
import { PERSON, type View } from './view.js';

const picture = new Uint32Array(256);
const person = new Uint32Array(256);

/** Brightness as stored, 0 to 255, that few pixels exceed: half a percent of the picture, a tenth of the person. */
export interface Brightest {
  readonly picture: number;
  readonly person: number;
}

export function measureBrightest({ width, height, grey, regions }: View): Brightest {
  picture.fill(0);
  person.fill(0);
  let seen = 0;
  for (let n = 0; n < width * height; n++) {
    picture[grey[n]!]!++;
    if ((regions[n]! & PERSON) === 0) continue;
    person[grey[n]!]!++;
    seen++;
  }
  return { picture: binAtShare(picture, width * height, 0.995), person: binAtShare(person, seen, 0.9) };
}
