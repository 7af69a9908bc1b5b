import type { RouteName } from '../../src/language/route-table.js';
import type { Stage } from '../../src/seeds/sample-people.js';
import type { Examples } from './fill-portal.js';

/** A page that is opened on a small and on a large portal. */
export interface GrowthPage {
  readonly name: string;
  readonly route: RouteName;
  /** The sample person who opens it. */
  readonly by: Stage;
  /** What the address asks for, `?what=photo`. */
  readonly query?: (of: Examples) => Readonly<Record<string, string>>;
  /**
   * How it is come to: an address or a page, and the routes of links to follow from there, the first of each. Pages without it, and the
   * first of these, are about the example, or their reader's own.
   */
  readonly from?: readonly [begin: RouteName | `/${string}`, ...over: RouteName[]];
}
