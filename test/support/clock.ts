import { after, Clock } from '../../src/clock.js';

/** A clock that stands until it is moved: a Monday morning, 10 o'clock in Eastern Time, unless told otherwise. */
export class TestClock extends Clock {
  #now: Date;

  constructor(now: Date | string = '2026-11-23T15:00:00.000Z') {
    super();
    this.#now = new Date(now);
  }

  override now(): Date {
    return new Date(this.#now);
  }

  moveTo(now: Date | string): void {
    this.#now = new Date(now);
  }

  /** `advance(30 * DAY + SECOND)` */
  advance(milliseconds: number): void {
    this.#now = after(this.#now, milliseconds);
  }
}
