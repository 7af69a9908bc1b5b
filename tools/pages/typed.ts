import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { routeOf } from '../../src/language/routes.js';
import type { Visitor } from '../visitor.js';
import { ReadPage } from '../visitor-page.js';
import { isPage, twinOf } from './crawl.js';
import { type SeenPage, seenPage } from './seen-page.js';

/** Of each page so many addresses are tried. */
const TRIES = 12;
/** These take what stands in them for a code that somebody typed: one of its shape that is nobody's. */
const CODES: Partial<Record<RouteName, string>> = {
  ecoprChecked: 'abcde-fghjk-mnpqr-stvwx',
  emailChecked: 'abcd-efgh-jkmn-pqrs',
  photographerUpload: 'abcd-efgh-jkmn',
};

/**
 * Pages that no link leads to from where somebody stands, by addresses typed with the names of files that they saw elsewhere: kept is
 * what answers, in both languages, and the first of each refusal.
 * @param met pages that were seen already; an address that takes only what a form sends becomes one of them
 */
export async function typed(browser: Visitor, seen: readonly SeenPage[], met: Set<unknown>): Promise<SeenPage[]> {
  const who = seen[0]?.who ?? 'nobody';
  const [values, pages, refusals] = [namesOn(seen), [] as SeenPage[], new Set<number>()];
  for (const route of (Object.keys(ROUTES) as RouteName[]).filter((one) => !met.has(one) && ROUTES[one].en.includes(':'))) {
    for (const path of addressesOf(route, values).slice(0, TRIES)) {
      await browser.visit(path);
      if (browser.status === 405) met.add(route);
      const isNew = browser.status < 400 || !refusals.has(browser.status);
      if (!isPage(browser) || !isNew || routeOf(browser.path.replace(/\?.*$/, ''))?.name !== route) continue;
      if (browser.status >= 400) refusals.add(browser.status);
      pages.push(seenPage(who, browser));
      await browser.visit(twinOf(path) ?? path);
      if (isPage(browser)) pages.push(seenPage(who, browser));
      if (browser.status === 200 || browser.status === 405) break;
    }
  }
  return pages;
}

/** What stood in the addresses of links, by parameter. */
function namesOn(seen: readonly SeenPage[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { html } of seen) {
    for (const { href } of new ReadPage(html).links()) {
      const found = href.startsWith('/') ? routeOf(href.replace(/[?#].*$/, '')) : null;
      for (const [name, value] of Object.entries(found?.params ?? {})) values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return values;
}

/** The route's English addresses, its parameters filled with what was seen. */
function addressesOf(route: RouteName, values: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const names = [...ROUTES[route].en.matchAll(/:(\w+)/g)].map(([, name]) => String(name));
  const choices = (name: string): readonly string[] => [CODES[route] ?? [], ...(values.get(name) ?? [])].flat();
  return names.reduce<string[]>(
    (paths, name) => paths.flatMap((path) => choices(name).map((value) => path.replace(`:${name}`, encodeURIComponent(value)))),
    [ROUTES[route].en],
  );
}
