import { MINUTE } from '../clock.js';

/** Characters of a message, and of a note [A]. */
export const MOST_MESSAGE = 2_000;
/** An alternate format is sent within so many days of asking [A]. */
export const FORMAT_DAYS = 15;
/** Threads shown to a person, and messages of a thread, the newest. */
export const THREADS_SHOWN = 50;
export const MESSAGES_SHOWN = 200;
/** The same words of one writer within this were sent by a double click. */
export const PRESSED_TWICE = MINUTE;
