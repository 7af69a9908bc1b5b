import { parentPort } from 'node:worker_threads';
import { checkPhoto } from './photo-check.js';
import { PhotoUnreadable } from './photo-unreadable.js';
import { cropped, framed, framedPreview, greyPreview, inspect, preview } from './picture.js';

// One thread of the workshop: strangers' files are decoded here and nowhere else. Runs as TypeScript from src and as
// JavaScript from dist, so it keeps to what Node itself can strip.

/** All a thread can be asked to do. */
const JOBS = { inspect, preview, framedPreview, greyPreview, framed, cropped, check: checkPhoto };
export type PhotoJobs = typeof JOBS;
export type PhotoJobName = keyof PhotoJobs;

export type PhotoOrder = { readonly job: PhotoJobName; readonly given: readonly unknown[] };
/** `unreadable`: the file is to blame, and nothing else. */
export type PhotoAnswer =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly unreadable: boolean; readonly why: string };

parentPort?.on('message', (order: PhotoOrder) => void answer(order).then((done) => parentPort?.postMessage(done)));

async function answer({ job, given }: PhotoOrder): Promise<PhotoAnswer> {
  try {
    const work = JOBS[job] as (...given: readonly unknown[]) => Promise<unknown>;
    return { ok: true, result: await work(...given) };
  } catch (fault) {
    return { ok: false, unreadable: fault instanceof PhotoUnreadable, why: fault instanceof Error ? fault.message : String(fault) };
  }
}
