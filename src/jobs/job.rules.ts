import { MINUTE, SECOND } from '../clock.js';

/** A process looks this often whether a job's time has come. */
export const JOBS_LOOK_EVERY = 30 * SECOND;
/** A holder who says nothing for so long is taken for dead, and another process does the job. */
export const LEASE = 2 * MINUTE;
/** A holder at work says so this often. */
export const RENEW_EVERY = 30 * SECOND;
/** A job that failed is tried again after this. */
export const WAIT_AFTER_FAILURE = 5 * MINUTE;
