import { Clock } from '../clock.js';

/** A clock that stands where the sample story is. */
export class MovedClock extends Clock {
  #now = new Date();

  override now(): Date {
    return new Date(this.#now);
  }

  moveTo(moment: Date): void {
    this.#now = moment;
  }
}
