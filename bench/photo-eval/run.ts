import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckName } from '../../src/photos/finding.js';
import { type Frame, frameHeight } from '../../src/photos/frame/frame.js';
import { identifyPhoto } from '../../src/photos/file/photo-file.js';
import { frameOfWhole } from '../../src/photos/workshop/photo-judge.js';
import { PHOTO_HEIGHT_MM } from '../../src/photos/photo.rules.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';
import { DefectMaker } from './defect-maker.js';
import type { Portrait, Truth } from './portraits.js';
import type { FramingTrial, Trial } from './trial.js';

export interface Trials {
  readonly trials: readonly Trial[];
  readonly framing: readonly FramingTrial[];
}

/** So many at a time: a thread that judges and a process that makes defects take turns, so that neither waits for a core. */
const LANES = 2;
/** Milliseconds for one picture: how busy the machine is must not change what is found. */
const PATIENCE = 120_000;

/**
 * Judges every picture as it is, every defect of every good portrait by `makers`, and every good portrait through its
 * suggested frame, by the very threads of the portal. `tell` hears how far it is.
 */
export async function runTrials(
  folder: string,
  makers: string,
  portraits: readonly Portrait[],
  tell: (line: string) => void,
): Promise<Trials> {
  const trials: Trial[] = [];
  const framing: FramingTrial[] = [];
  const waiting = [...portraits];
  const workshop = new PhotoWorkshop({ threads: LANES, jobMilliseconds: PATIENCE });
  const lane = async (): Promise<void> => {
    const maker = await DefectMaker.started(folder, makers);
    try {
      for (let portrait = waiting.shift(); portrait; portrait = waiting.shift()) {
        const bytes = await readFile(join(folder, portrait.file));
        trials.push({ ...(await judged(workshop, bytes)), portrait, defect: null, expected: null });
        if (portrait.kind === 'compliant') {
          framing.push(await framed(workshop, bytes, portrait));
          for (const [defect, expected] of Object.entries(maker.defects)) {
            const picture = await judged(workshop, await maker.make(portrait, defect));
            trials.push({ ...picture, portrait, defect, expected: expected as CheckName | 'none' });
          }
        }
        tell(`${portraits.length - waiting.length} of ${portraits.length}: ${portrait.file}`);
      }
    } finally {
      maker.close();
    }
  };
  try {
    await workshop.warm();
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await workshop.close();
  }
  // lanes end in any order; the report doesn't
  const places = new Map(portraits.map((portrait, n) => [portrait, n]));
  const inOrder = <T extends { readonly portrait: Portrait }>(list: T[]): T[] =>
    list.sort((one, other) => places.get(one.portrait)! - places.get(other.portrait)!);
  return { trials: inOrder(trials), framing: inOrder(framing) };
}

/** As `npm run photo:check -- --as-is` does: the picture's own frame where it has the shape of one, otherwise all of it. */
async function judged(workshop: PhotoWorkshop, bytes: Buffer): Promise<Pick<Trial, 'findings' | 'milliseconds'>> {
  const file = identifyPhoto(bytes);
  if (!file.ok) throw new Error(`a picture of the data is refused: ${file.reason}`);
  const begun = performance.now();
  const frame = frameOfWhole(file);
  const { findings } = frame === null ? await workshop.checkWhole(bytes) : await workshop.check(bytes, frame);
  return { findings, milliseconds: performance.now() - begun };
}

async function framed(workshop: PhotoWorkshop, bytes: Buffer, portrait: Portrait): Promise<FramingTrial> {
  const { frame, head } = await workshop.suggest(bytes);
  const { truth } = portrait;
  const height = truth === null ? null : heightOf(truth);
  const headError =
    head === null || height === null ? null : Math.hypot(head.chin.x - head.crown.x, head.chin.y - head.crown.y) / height - 1;
  if (frame === null) return { portrait, headError, complaints: ['dimensions'], truthMm: null };
  const { findings } = await workshop.check(bytes, frame);
  const complaints = findings.filter(({ outcome }) => outcome !== 'pass').map(({ check }) => check);
  return { portrait, headError, complaints: [...new Set(complaints)], truthMm: height === null ? null : millimetres(height, frame) };
}

const heightOf = ({ crown, chin }: Truth): number => Math.hypot(crown[0] - chin[0], crown[1] - chin[1]);

const millimetres = (height: number, { width }: Frame): number => (height / frameHeight(width)) * PHOTO_HEIGHT_MM;
