import type { Response } from 'express';
import type { Actor } from '../access/actor.js';
import { roleOf } from '../access/permissions.js';
import type { Language } from '../language/language.js';
import type { RouteName } from '../language/route-table.js';
import { hrefByName, type RouteParams } from '../language/routes.js';

/** After a POST: 303 to a page in the reader's language, so that Back and Reload never send a form twice. */
export function redirectTo<Name extends RouteName>(res: Response, name: Name, params?: RouteParams<Name>): void {
  res.redirect(303, hrefByName(name, res.locals.language as Language, (params ?? {}) as Record<string, string>));
}

/** The page on which each kind of person begins. */
export const homeOf = (actor: Actor) =>
  (
    ({
      applicant: 'confirmation',
      representative: 'clients',
      officer: 'adminQueue',
      card_clerk: 'adminCards',
      supervisor: 'adminQueue',
      newcomer: 'firstSignIn',
      entrant: 'factorApp',
    }) as const
  )[roleOf(actor)];
