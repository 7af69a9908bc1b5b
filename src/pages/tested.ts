import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config.js';

/** What `npm run test:browsers` wrote of its last run. */
export const TESTED = 'views/prose/tested.json';

/** When pages were last looked at in browsers, how many, with which tools, and under which conditions. */
export interface Tested {
  /** As `2026-11-29`. */
  readonly on: string;
  /** Each kind of fault that was found, and is not mended. */
  readonly faults: readonly string[];
  /** Pages that the portal has: each in each of its states and languages. */
  readonly all: number;
  readonly tools: readonly { readonly name: string; readonly version: string }[];
  readonly rounds: readonly {
    readonly browser: string;
    readonly version: string;
    /** Whether the pages' scripts ran. */
    readonly scripts: 'on' | 'off';
    /** How many of them were looked at. */
    readonly pages: number;
    /** Names below `tested:condition`. */
    readonly conditions: readonly string[];
  }[];
  /** Browsers in which the whole way was gone without a fault: every button pressed twice, and without scripts. */
  readonly walks: readonly string[];
  /** Checkers of `npm run checkers` that found nothing when they last ran: their names below `tested:checker`. */
  readonly checked: readonly { readonly name: string; readonly version: string; readonly on: string }[];
}

export const tested = (): Tested => JSON.parse(readFileSync(join(ROOT, TESTED), 'utf8')) as Tested;
