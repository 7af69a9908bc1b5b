import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { PictureSize } from '../src/photos/photo.rules.js';
import { drawPortrait } from '../src/seeds/drawn-portrait.js';
import type { HostileRun } from './hostile-server.js';
import type { PhotoOrder, PhotoRun } from './photo-server.js';

/** The photos that are timed, in pixels: as a studio sends it, the largest that is kept, and a phone's 12 megapixels. */
const SIZES = {
  studio: { width: 1072, height: 1501 },
  largest: { width: 2000, height: 2800 },
  phone: { width: 3024, height: 4032 },
} as const satisfies Record<string, PictureSize>;

export interface PhotoTimes {
  /** sharp alone, in milliseconds: the JPEG of 2000 × 2800 decoded and shrunk to 1000 pixels high. */
  readonly decode: number;
  /** sharp alone: the whole decoded, with its statistics. */
  readonly decodeWithStatistics: number;
  readonly one: Readonly<Record<keyof typeof SIZES, PhotoRun>>;
  /** The studio's photo again and again, one thread a core. */
  readonly all: PhotoRun;
}

/** "Apply" (every check and the grey picture), each size in a process of its own with one thread, then all threads at once. */
export async function photoTimes(): Promise<PhotoTimes> {
  const [studio, largest, phone] = await Promise.all(Object.values(SIZES).map((size) => drawPortrait(size)));
  return {
    decode: await median(() => sharp(largest).resize({ height: 1000 }).raw().toBuffer()),
    decodeWithStatistics: await median(() => sharp(largest).stats()),
    one: {
      studio: await runOf(studio!, SIZES.studio, 1, 60),
      largest: await runOf(largest!, SIZES.largest, 1, 30),
      phone: await runOf(phone!, SIZES.phone, 1, 20),
    },
    all: await runOf(studio!, SIZES.studio, availableParallelism(), 120),
  };
}

/** One thread and the folder of odd and hostile pictures; null where HOSTILE_IMAGES names none. */
export async function hostileTimes(): Promise<HostileRun | null> {
  const folder = process.env.HOSTILE_IMAGES || undefined;
  return folder === undefined ? null : (measured('hostile-server', folder) as Promise<HostileRun>);
}

const runOf = (photo: Buffer, size: PictureSize, threads: number, photos: number): Promise<PhotoRun> =>
  measured('photo-server', { threads, photos, bytes: photo.toString('base64'), size } satisfies PhotoOrder) as Promise<PhotoRun>;

const TYPES = new URL('../tools/typescript.mjs', import.meta.url).href;

/** Begins a process of its own, gives it one order, and takes its one answer. */
function measured(program: 'photo-server' | 'hostile-server', order: PhotoOrder | string): Promise<unknown> {
  const file = fileURLToPath(new URL(`./${program}.ts`, import.meta.url));
  const child = fork(file, { execArgv: ['--import', TYPES], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    child.once('message', (result) => {
      resolve(result);
      child.disconnect();
    });
    child.send(order);
  });
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
