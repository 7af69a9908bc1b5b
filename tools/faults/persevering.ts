import { setTimeout as wait } from 'node:timers/promises';
import type { Visitor } from '../visitor.js';

/** What somebody met on the way: the status of a page that was no good, `cut` where no answer came whole, `silent` where none came in time. */
export type Met = number | 'cut' | 'silent' | 'odd';

/** Somebody waits no longer for a page, and gives up no sooner, in milliseconds. */
const [PATIENCE, GIVES_UP, BETWEEN] = [60_000, 120_000, 1_000];
/** Pages that somebody goes through for one thing. */
const LONGEST_WAY = 15;

/** What somebody does on a page, by the page's heading. */
export type Acts = Readonly<Record<string, (browser: Visitor) => Promise<unknown>>>;

export interface Task {
  /** Where it begins. */
  readonly from: string;
  /** Whether the page says that it is done. */
  readonly isDone: (browser: Visitor) => boolean;
  readonly acts: Acts;
}

/**
 * Does something as people do: goes to where it begins, does on each page what the page asks for, and after a page that is no good, or none,
 * waits a moment and begins again, until a page says that it is done.
 * @returns what was met on the way
 * @throws Error when it can't be done: somebody is stuck
 */
export async function persevere(browser: Visitor, { from, isDone, acts }: Task): Promise<Met[]> {
  const met: Met[] = [];
  let last = '';
  for (const began = performance.now(); performance.now() - began < GIVES_UP; await wait(BETWEEN)) {
    try {
      await inTime(browser.visit(from));
      for (let pages = 0; pages < LONGEST_WAY; pages++) {
        if (browser.status < 400 || [409, 410].includes(browser.status)) {
          if (isDone(browser)) return met;
        }
        if (browser.status >= 500 || browser.status === 429) throw new PageNoGood(browser.status);
        const act = acts[browser.heading];
        if (!act)
          throw new Error(`“${browser.heading}” (${browser.status}) on ${browser.path}: ${Object.values(browser.errors()).join(' · ')}`);
        await inTime(act(browser));
      }
      throw new Error(`no end after ${LONGEST_WAY} pages: ${browser.path}`);
    } catch (fault) {
      last = Error.isError(fault) ? fault.message : String(fault);
      met.push(metIn(fault));
      if (met.at(-1) === 'odd') console.error(`  odd: ${last}`);
      if (fault instanceof PageNoGood && !helps(browser)) throw new Error(`a page of ${fault.status} that doesn’t say what to do`);
    }
  }
  throw new Error(`stuck: ${last}`);
}

class PageNoGood extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`a page with ${status}`);
    this.status = status;
  }
}

class Silence extends Error {}

/** A whole page of ours, with a heading, and a way on: a link or a time to come again. */
function helps(browser: Visitor): boolean {
  return (
    browser.heading !== '' &&
    browser.html.includes('</html>') &&
    (browser.links().length > 0 || browser.headers['retry-after'] !== undefined)
  );
}

function metIn(fault: unknown): Met {
  if (fault instanceof PageNoGood) return fault.status;
  if (fault instanceof Silence) return 'silent';
  return ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'HPE_INVALID_EOF_STATE'].includes((fault as { code?: string }).code ?? '') ? 'cut' : 'odd';
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work,
      wait(PATIENCE, undefined, { signal: late.signal }).then(() => {
        throw new Silence(`no answer in ${PATIENCE / 1_000} s`);
      }),
    ]);
  } finally {
    late.abort();
  }
}
