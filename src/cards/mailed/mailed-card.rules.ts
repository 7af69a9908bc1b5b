import { addDays, dayOf } from '../../language/formats.js';

/** Days after mailing on which a card is presumed to have arrived [A]; from then on its person may declare it missing [C]. */
export const ARRIVAL_DAYS = 42;
/** From this day after mailing a missing card is not replaced here any more: the person applies for a new one [C]. */
export const MISSING_DAYS = 180;
/** Days in which somebody whose card came back says where it is to go (PORTAL.md 6.16). */
export const ANSWER_DAYS = 180;
/** The sample text of the declaration that a card never came [A]: `statements:missing.<version>`. A changed text gets a new number. */
export const MISSING_STATEMENT_VERSION = 1;
/** Characters of a tracking number [A]: those of Canada Post have 13 or 16. */
export const TRACKING_CHARACTERS = 30;

/** Why the post returned a card; also names of texts. */
export const RETURN_REASONS = ['moved', 'unknown', 'unclaimed', 'incomplete', 'other'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** Days in Eastern Time, `YYYY-MM-DD`: the first and the last on which a card mailed then can be declared missing. */
export const missingDays = (mailedAt: Date): { readonly from: string; readonly to: string } => ({
  from: addDays(dayOf(mailedAt), ARRIVAL_DAYS),
  to: addDays(dayOf(mailedAt), MISSING_DAYS - 1),
});

/** Whether a card mailed then can be declared missing on a day, `YYYY-MM-DD`. */
export function missingOn(mailedAt: Date, day: string): 'early' | 'now' | 'late' {
  const { from, to } = missingDays(mailedAt);
  if (day < from) return 'early';
  return day > to ? 'late' : 'now';
}
