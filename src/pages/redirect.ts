import type { Response } from 'express';
import type { ActorKind } from '../access/actor.js';
import type { Language } from '../language/language.js';
import { hrefByName, type RouteName, type RouteParams } from '../language/routes.js';

/** After a POST: 303 to a page in the reader's language, so that Back and Reload never send a form twice. */
export function redirectTo<Name extends RouteName>(res: Response, name: Name, params?: RouteParams<Name>): void {
  res.redirect(303, hrefByName(name, res.locals.language as Language, (params ?? {}) as Record<string, string>));
}

/** The page on which each kind of person begins. */
export function homeOf(kind: ActorKind): 'confirmation' | 'clients' | 'adminQueue' | 'firstSignIn' | 'factorApp' {
  return (
    {
      applicant: 'confirmation',
      representative: 'clients',
      officer: 'adminQueue',
      newcomer: 'firstSignIn',
      entrant: 'factorApp',
    } as const
  )[kind];
}
