import { tracingChannel } from 'node:diagnostics_channel';
import type { PhotoJobName } from './photo-worker.js';

/** What is told of each job of the workshop, from the moment it is asked for: its name, and whether it failed. */
export interface PhotoJobTold {
  readonly job: PhotoJobName;
  readonly error?: unknown;
}

/** Told to whoever measures this process; without anybody it costs nothing. */
export const PHOTO_JOBS = tracingChannel<unknown, PhotoJobTold>('portal:photo-job');
