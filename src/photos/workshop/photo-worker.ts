import { parentPort } from 'node:worker_threads';
import type { FaceEngine } from '../engine/analysis.js';
import { loadFaceEngine } from '../engine/face-engine.js';
import type { CheckName } from '../finding.js';
import type { Frame } from '../frame/frame.js';
import type { FrameSuggestion } from '../frame/head.js';
import { checkPhoto, checkWhole as checkWholePhoto, type PhotoCheck } from './photo-check.js';
import { PhotoTookTooLong, PhotoUnreadable } from '../file/photo-unreadable.js';
import { cardPhoto, cropped, framed, framedPreview, greyPreview, inspect, preview } from '../frame/picture.js';
import { suggestFrameOf } from '../frame/suggest-frame.js';

// One thread of the workshop: strangers' files are decoded here and nowhere else. Runs as TypeScript from src and as
// JavaScript from dist, so it keeps to what Node itself can strip.

let engine: Promise<FaceEngine> | undefined;

/** Loaded at the first job that needs it; one that could not be loaded is tried again at the next. */
async function theEngine(): Promise<FaceEngine> {
  engine ??= loadFaceEngine();
  try {
    return await engine;
  } catch (fault) {
    engine = undefined;
    throw fault;
  }
}

const check = async (bytes: Uint8Array, frame: Frame, demoted: readonly CheckName[]): Promise<PhotoCheck> =>
  checkPhoto(bytes, frame, await theEngine(), demoted);
const checkWhole = async (bytes: Uint8Array): Promise<PhotoCheck> => checkWholePhoto(bytes, await theEngine());
const suggest = async (bytes: Uint8Array): Promise<FrameSuggestion> => suggestFrameOf(bytes, await theEngine());
const warm = async (): Promise<void> => void (await theEngine());

/** All a thread can be asked to do. */
const JOBS = { inspect, preview, framedPreview, greyPreview, framed, cropped, cardPhoto, check, checkWhole, suggest, warm };
export type PhotoJobs = typeof JOBS;
export type PhotoJobName = keyof PhotoJobs;

export type PhotoOrder = { readonly job: PhotoJobName; readonly given: readonly unknown[] };
/** `unreadable`: the file is to blame, and nothing else. `late`: the decoder's time was up. `us`: anything else. */
type Blame = 'unreadable' | 'late' | 'us';
export type PhotoAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly blame: Blame; readonly why: string };

parentPort?.on('message', (order: PhotoOrder) => void answer(order).then((done) => parentPort?.postMessage(done)));

async function answer({ job, given }: PhotoOrder): Promise<PhotoAnswer> {
  try {
    const work = JOBS[job] as (...given: readonly unknown[]) => Promise<unknown>;
    return { ok: true, result: await work(...given) };
  } catch (fault) {
    return { ok: false, blame: blameFor(fault), why: fault instanceof Error ? fault.message : String(fault) };
  }
}

function blameFor(fault: unknown): Blame {
  if (fault instanceof PhotoTookTooLong) return 'late';
  return fault instanceof PhotoUnreadable ? 'unreadable' : 'us';
}
