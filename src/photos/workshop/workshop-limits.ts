import { availableParallelism } from 'node:os';

/** How much a workshop does at once, and how long a photo may take. */
export type WorkshopLimits = {
  readonly threads: number;
  readonly waiting: number;
  readonly jobMilliseconds: number;
  readonly heapMegabytes: number;
  /**
   * After so many jobs a thread makes way for a new one. The memory of WebAssembly and of the decoders lies outside of
   * `heapMegabytes`, and WebAssembly's never becomes smaller. A count is used and not the memory in use, which is the whole
   * process's and would blame whichever thread looked.
   */
  readonly jobsPerThread: number;
};

/** One thread a core; nothing waits longer than a person does. */
export const WORKSHOP_LIMITS: WorkshopLimits = {
  threads: availableParallelism(),
  waiting: 64,
  jobMilliseconds: 12_000,
  heapMegabytes: 256,
  jobsPerThread: 2_000,
};
