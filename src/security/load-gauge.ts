import { LAG_EVERY, LAG_WEIGHT } from './load.rules.js';

/** How late this process is with its work: the smoothed lag of its event loop, in milliseconds. */
export class LoadGauge {
  #lag = 0;
  #last = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#read(), LAG_EVERY);
    this.#timer.unref();
  }

  get lag(): number {
    return this.#lag;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  // after a pause timers come first, so that the requests which waited meet the new reading
  #read(): void {
    const now = performance.now();
    const late = Math.max(0, now - this.#last - LAG_EVERY);
    this.#last = now;
    this.#lag += (late - this.#lag) * LAG_WEIGHT;
  }
}
