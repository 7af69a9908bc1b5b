import type { Browser, Page } from 'playwright-core';
import type { Round } from './conditions.js';
import { PageMirror } from './page-mirror.js';
import type { SeenPage } from './seen-page.js';

const WIDE = { width: 1280, height: 900 };
/** Whatever takes longer on one page, in milliseconds, is never done. */
const LONGEST = 60_000;

/** Told what was wrong with a page. */
export type Keep = (condition: string, seen: SeenPage, faults: readonly string[]) => void;

/**
 * Shows each page once, and judges it under each condition. A page that can't be shown or judged is a fault, and the next is tried in a
 * new window.
 * @returns how many milliseconds went to what: `shown`, and each condition by its name
 */
export async function goRound(
  browser: Browser,
  address: string,
  pages: readonly SeenPage[],
  { scripts, late = false, conditions }: Round,
  keep: Keep,
): Promise<ReadonlyMap<string, number>> {
  const spent = new Map<string, number>();
  const timed = async <T>(what: string, act: Promise<T>): Promise<T> => {
    const begun = performance.now();
    try {
      return await inTime(act);
    } finally {
      spent.set(what, (spent.get(what) ?? 0) + performance.now() - begun);
    }
  };
  let mirror = await PageMirror.open(browser, address, { ...WIDE, scripts, late });
  for (const seen of pages) {
    let now = 'shown';
    try {
      const page: Page = await timed(now, scripts ? mirror.show(seen) : mirror.rewrite(seen));
      for (const { name, judge } of conditions) {
        now = name;
        keep(name, seen, await timed(name, judge(page)));
      }
    } catch (fault) {
      keep(now, seen, [`could not be judged: ${(fault as Error).message.split('\n')[0]}`]);
      await inTime(mirror.close()).catch(() => undefined);
      mirror = await PageMirror.open(browser, address, { ...WIDE, scripts, late });
    }
  }
  await mirror.close();
  return spent;
}

/** An answer, or a fault when it takes too long: what runs inside a page may never end. */
async function inTime<T>(act: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`nothing after ${LONGEST / 1000} seconds`)), LONGEST);
  });
  return Promise.race([act, late]).finally(() => clearTimeout(timer));
}
