import { SECOND } from '../clock.js';

/** From the signal to the end of the process; whoever runs it kills it later than this (Kubernetes waits 30 s). */
export const STOP_WITHIN = 25 * SECOND;
/** The end itself, jobs and database connections, needs so much of it: requests that are not done by then are cut. */
export const CUT_BEFORE_END = 5 * SECOND;
/** A check that answers later than this counts as failed: whoever asks waits no longer either. */
export const CHECK_WITHIN = 2 * SECOND;
/** With less than this free a photo or a mail may not find its place. */
export const LEAST_FREE_BYTES = 256 * 1024 ** 2;
/** Upper ends in seconds of the bands in which requests are counted: p95 is to be 0.3 (TRUST.md 5). */
export const REQUEST_BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
/** The same of work on photos: one takes 0.1 to 0.2, and at most 15 are waited for. */
export const PHOTO_BUCKETS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15];
/** Of mails that wait or were given up so many are counted at most: what Prometheus asks every few seconds may not grow with them. */
export const MOST_COUNTED = 10_000;
