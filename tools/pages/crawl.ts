import { ROUTES, type RouteName } from '../../src/language/route-table.js';
import { routeOf } from '../../src/language/routes.js';
import type { Visitor } from '../visitor.js';
import { type SeenPage, seenPage, type Who } from './seen-page.js';

/** Of lists with hundreds of files a few show all there is to see. */
const OF_A_ROUTE = 6;
/** What a file's pages lead to depends on where its people stand. */
const FILES: readonly RouteName[] = ['adminCase', 'adminPresence', 'adminPaper'];
const OF_FILES = 40;
/** What these lead to depends on where people stand: one of them is never enough. */
const LEADING: readonly (RouteName | null)[] = [
  ...FILES,
  'confirmation',
  'account',
  'accountRepresentative',
  'factors',
  'photo',
  'adminPhotos',
  'adminSecondLooks',
];
/** Each mail is a page of its own. */
const MAILS: readonly RouteName[] = ['mailboxMessage', 'mailboxPreview'];
const OF_MAILS = 150;

/** How much is looked at: each page in every state, or each once. */
export type Wanted = 'states' | 'pages';

/**
 * Follows every link that somebody sees, from where they stand, in English, and looks at each page's French twin. Keeps each page once a
 * state. Links change nothing, so the order does not matter.
 * @param known pages that need no look any more; where each page is wanted once, those that are met now become such
 */
export async function crawl(browser: Visitor, who: Who, from: readonly string[], known: Set<unknown>, wanted: Wanted): Promise<SeenPage[]> {
  const kept = new Map<string, SeenPage>();
  const [waiting, met, looks] = [[...from], new Set<string>(), new Map<RouteName, number>()];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const route = routeOf(path.replace(/\?.*$/, ''));
    const taken = route ? (looks.get(route.name) ?? 0) : 0;
    const isKnown = route && known.has(route.name) && !(wanted === 'pages' && from.includes(path));
    if (!route || isKnown || met.has(path) || taken >= mostOf(route.name)) continue;
    met.add(path);
    looks.set(route.name, taken + 1);
    await browser.visit(path);
    if (!isPage(browser)) continue;
    const page = seenPage(who, browser);
    const key = `${page.route} ${page.state}`;
    waiting.push(...linksOn(browser));
    if (kept.has(key)) continue;
    kept.set(key, page);
    if (wanted === 'pages' && known.has(page.route)) continue; // a page that only leads on
    if (wanted === 'pages' && page.status === 200 && !LEADING.includes(page.route)) known.add(page.route);
    const twin = twinOf(browser.path);
    if (!twin) continue;
    await browser.visit(twin);
    if (isPage(browser)) kept.set(`fr ${key}`, seenPage(who, browser));
  }
  // where a file leads is the same for the next officer
  if (wanted === 'pages') for (const file of FILES.filter((one) => looks.has(one))) known.add(file);
  return [...kept.values()];
}

const mostOf = (route: RouteName): number => (MAILS.includes(route) ? OF_MAILS : FILES.includes(route) ? OF_FILES : OF_A_ROUTE);

/** The page that somebody's browser shows, and its twin; the browser stays on the page. */
export async function inBoth(browser: Visitor, who: Who): Promise<SeenPage[]> {
  const [here, page] = [browser.path, seenPage(who, browser)];
  await browser.visit(twinOf(here) ?? here);
  const twin = seenPage(who, browser);
  await browser.visit(here);
  return [page, twin];
}

/** The same page's address in the other language. */
export function twinOf(path: string): string | null {
  const [address = '', query] = path.split('?');
  const found = routeOf(address);
  if (!found) return null;
  const twin = ROUTES[found.name][found.language === 'en' ? 'fr' : 'en'];
  const filled = twin.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(found.params[name] ?? ''));
  return query === undefined ? filled : `${filled}?${query}`;
}

export const isPage = ({ headers }: Visitor): boolean => String(headers['content-type'] ?? '').startsWith('text/html');

/** Addresses of this portal that the page leads to, in English: mails to French readers lead to French ones. */
function linksOn(browser: Visitor): string[] {
  return browser
    .links()
    .map(({ href }) => new URL(href, browser.address + browser.path))
    .filter((url) => url.origin === browser.address)
    .map((url) => url.pathname + url.search)
    .flatMap((path) => (routeOf(path.replace(/\?.*$/, ''))?.language === 'en' ? path : (twinOf(path) ?? [])));
}
