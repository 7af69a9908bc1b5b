import { folded } from '../privacy/normalise.js';

/** The sample text of the declaration [A]: `statements:presence.<version>`. A changed text gets a new number. */
export const PRESENCE_STATEMENT_VERSION = 1;

/** The typed name is the name on file: case, accents, hyphens, apostrophes and spacing do not count; one name is enough where there is one (PORTAL.md 4). */
export const isNameOnFile = (typedName: string, fullName: string): boolean =>
  folded(typedName) !== '' && folded(typedName) === folded(fullName);
