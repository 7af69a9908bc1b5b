import type { RouteName } from '../src/language/route-table.js';
import { href, routeOf } from '../src/language/routes.js';
import type { Visitor } from './visitor.js';

/** The first address of a route on the page in hand, of a link or a picture. @throws Error when the page has none */
export function linkTo(browser: Visitor, route: RouteName): string {
  const addresses = browser
    .$('a[href], img[src]')
    .toArray()
    .map((one) => browser.$(one).attr('href') ?? browser.$(one).attr('src') ?? '');
  const found = addresses.find((address) => routeOf(address.replace(/[?#].*$/, ''))?.name === route);
  if (!found) throw new Error(`nothing on ${browser.path} (${browser.heading}) leads to ${route}`);
  return found;
}

/** The first person on the task list of somebody who is signed in. */
export async function ownPerson(browser: Visitor): Promise<string> {
  await browser.visit(href('confirmation', 'en'));
  return routeOf(linkTo(browser, 'status'))?.params.person ?? '';
}
