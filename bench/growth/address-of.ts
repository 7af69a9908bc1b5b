import { type RouteName, ROUTES } from '../../src/language/route-table.js';
import { hrefByName } from '../../src/language/routes.js';
import { linkTo, ownPerson } from '../../tools/link-to.js';
import type { Visitor } from '../../tools/visitor.js';
import type { Examples } from './fill-portal.js';
import type { GrowthPage } from './growth-page.js';

/** The page's address for whoever is signed in with this browser. @throws Error when they find no link to it */
export async function addressOf({ route, query, from }: GrowthPage, browser: Visitor, examples: Examples): Promise<string> {
  if (from) {
    const [begin, ...over] = from;
    await browser.visit(isRoute(begin) ? await filled(begin, browser, examples) : begin);
    for (const next of over) await browser.visit(linkTo(browser, next));
    return linkTo(browser, route);
  }
  return (await filled(route, browser, examples)) + (query ? `?${new URLSearchParams(query(examples))}` : '');
}

const isRoute = (begin: string): begin is RouteName => Object.hasOwn(ROUTES, begin);

const filled = async (route: RouteName, browser: Visitor, examples: Examples): Promise<string> =>
  hrefByName(route, 'en', await paramsOf(route, browser, examples));

async function paramsOf(route: RouteName, browser: Visitor, examples: Examples): Promise<Record<string, unknown>> {
  if (!ROUTES[route].en.includes(':')) return {};
  if (route.startsWith('admin')) return { ...examples, check: 'glare' };
  return { person: await ownPerson(browser) };
}
