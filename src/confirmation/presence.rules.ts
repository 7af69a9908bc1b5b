import type { ActingRelation } from '../accounts/acts-for.entity.js';
import { LONGEST_NAME } from '../cases/case.rules.js';
import { addDays } from '../language/formats.js';
import { folded } from '../privacy/normalise.js';

/** The sample text of the declaration [A]: `statements:presence.<version>`. A changed text gets a new number. */
export const PRESENCE_STATEMENT_VERSION = 1;

/** The first line of the declaration, which says who signs and as what; a name of texts. */
export const statementOf = (relation: ActingRelation): string =>
  `statements:presence.${PRESENCE_STATEMENT_VERSION}${relation === 'self' ? '' : `.${relation}`}.name`;

/** Characters of a name as typed or written: room for both names however they are spaced. */
export const LONGEST_TYPED_NAME = 3 * LONGEST_NAME;

/** The typed name is the name on file: case, accents, hyphens, apostrophes and spacing do not count; one name is enough where there is one (PORTAL.md 4). */
export const isNameOnFile = (typedName: string, fullName: string): boolean =>
  folded(typedName) !== '' && folded(typedName) === folded(fullName);

/** A return further away than this is a slip of the pen, or no return [A]. */
const RETURN_WITHIN_DAYS = 2 * 366;

/**
 * What is wrong with the day somebody means to be back: also names of texts.
 * @param returnOn, today `YYYY-MM-DD`
 */
export function returnProblem(returnOn: string, today: string): 'returnInFuture' | 'returnTooFar' | null {
  if (returnOn <= today) return 'returnInFuture';
  return returnOn > addDays(today, RETURN_WITHIN_DAYS) ? 'returnTooFar' : null;
}
