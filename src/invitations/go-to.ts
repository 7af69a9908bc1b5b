import type { Response } from 'express';
import { redirectTo } from '../pages/redirect.js';
import type { ReplyPlace } from './family.steps.js';

/** After a POST: 303 to a page of the reply. */
export function goTo(res: Response, place: ReplyPlace): void {
  if (place.person === null) redirectTo(res, place.page);
  else redirectTo(res, place.page, { person: place.person });
}
