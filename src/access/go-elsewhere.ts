import type { RouteName } from '../language/route-table.js';

/** Not an error: the person belongs on another page, and is led there with 303. */
export class GoElsewhere extends Error {
  constructor(
    readonly route: RouteName,
    readonly params: Record<string, string> = {},
  ) {
    super(`go to ${route}`);
  }
}
