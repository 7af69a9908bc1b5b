import sharp from 'sharp';
import { largestFrame } from '../src/photos/frame.js';
import { PhotoWorkshop } from '../src/photos/photo-workshop.js';
import { drawPortrait } from '../src/seeds/drawn-portrait.js';

export interface PhotoTimes {
  /** sharp alone: the JPEG decoded and shrunk to 1000 pixels high. */
  readonly decode: number;
  /** sharp alone: the whole decoded, with its statistics. */
  readonly decodeWithStatistics: number;
  /** "Apply": every check and the grey picture. */
  readonly check: number;
}

/** Milliseconds for one photo of 2000 × 2800, the median of several, one at a time. */
export async function photoTimes(): Promise<PhotoTimes> {
  const photo = await drawPortrait({ width: 2000, height: 2800 });
  const frame = largestFrame({ width: 2000, height: 2800 });
  if (!frame) throw new Error('no frame fits');
  const workshop = new PhotoWorkshop();
  try {
    return {
      decode: await median(() => sharp(photo).resize({ height: 1000 }).raw().toBuffer()),
      decodeWithStatistics: await median(() => sharp(photo).stats()),
      check: await median(() => workshop.check(photo, frame)),
    };
  } finally {
    await workshop.close();
  }
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 11; turn++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  return times.sort((one, other) => one - other)[5] ?? 0;
}
