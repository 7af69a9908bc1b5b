import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { LAG_EVERY, LAG_WEIGHT, PACE_AT_FIRST, PACE_WEIGHT } from './load.rules.js';

/** How late this process is with its work, and how fast it gets on with pages. */
export class LoadGauge {
  #lag = 0;
  #last = performance.now();
  #finished = 0;
  #open = 0;
  #utilization: EventLoopUtilization = performance.eventLoopUtilization();
  /** Sums that forget: pages finished, and the milliseconds of work that went by meanwhile. */
  #recently = { pages: PACE_AT_FIRST, work: 1_000 };
  readonly #timer: NodeJS.Timeout;
  /** What one reading is at most. */
  readonly #latest: number;

  /**
   * @param lagLimit milliseconds from which on pages are turned away: one pause alone, however long, as of a virtual machine that is moved,
   * brings the lag to it and no further, so that who waited for its end is not turned away; a second one does
   */
  constructor(lagLimit: number) {
    this.#latest = lagLimit / LAG_WEIGHT;
    this.#timer = setInterval(() => this.#read(), LAG_EVERY);
    this.#timer.unref();
  }

  /** The smoothed lag of the event loop, in milliseconds. */
  get lag(): number {
    return this.#lag;
  }

  /**
   * Pages that this process makes in a second of work, by what it lately did, other work beside them included: whoever finds so many before
   * them waits about a second (Little's law).
   */
  get pace(): number {
    return (this.#recently.pages / this.#recently.work) * 1_000;
  }

  begun(): void {
    this.#open++;
  }

  finished(): void {
    this.#open--;
    this.#finished++;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  // after a pause timers come first, so that the requests which waited meet the new reading
  #read(): void {
    const now = performance.now();
    const late = Math.min(Math.max(0, now - this.#last - LAG_EVERY), this.#latest);
    this.#last = now;
    this.#lag += (late - this.#lag) * LAG_WEIGHT;
    const { active } = performance.eventLoopUtilization(this.#utilization);
    this.#utilization = performance.eventLoopUtilization();
    if (this.#open === 0 && this.#finished === 0) return; // work on something else says nothing of pages
    this.#recently.pages += this.#finished - this.#recently.pages * PACE_WEIGHT;
    this.#recently.work += active - this.#recently.work * PACE_WEIGHT;
    this.#finished = 0;
  }
}
