import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import type { SeenPage } from '../pages/seen-page.js';

/** What the checkers look at: pages as they were seen, and the portal that still has their styles and pictures. */
export interface Round {
  readonly address: string;
  readonly pages: readonly SeenPage[];
  readonly chromium: Browser;
  /** Whether what is heard now is written down, and so what is expected from now on. */
  readonly accept: boolean;
}

/** What is wrong, and on which page. */
export interface Fault {
  readonly what: string;
  readonly on: Pick<SeenPage, 'language' | 'path'>;
}

export interface Checker {
  /** The version of another's tool, which the page on accessibility names; null where the checks are our own. */
  version(): string | null;
  /** Why it can't run on this machine; null where it can. */
  absent(): string | null;
  /** @returns what is wrong on all pages; none when they hold */
  check(round: Round): Promise<Fault[]>;
}

/** @returns why a checker is absent that needs these programs; null where all are here */
export function absentWithout(...programs: readonly string[]): string | null {
  const missing = programs.filter((program) => spawnSync('which', [program], { stdio: 'ignore' }).status !== 0);
  return missing.length > 0 ? `${missing.join(', ')} not installed (npm run setup:debian)` : null;
}

/** @returns of each page and each status it answers with the first in each language: for what takes seconds a page */
export function onceEach(pages: readonly SeenPage[]): SeenPage[] {
  const first = new Map<string, SeenPage>();
  for (const page of pages) {
    const key = `${page.language} ${page.route} ${page.status}`;
    if (!first.has(key)) first.set(key, page);
  }
  return [...first.values()];
}
