/** The photo was taken in the last 12 months [A: older texts of the source say 6]. */
export const PHOTO_MONTHS = 12;

/** Versions of the sample texts that a person signs [A]; a changed text gets a new number. The words are in locales, statements.json. */
export const PHOTO_STATEMENT_VERSION = 1;

/** After so many returned photos help is offered; there is never a lock (PORTAL.md 3). */
export const HELP_AFTER_RETURNS = 3;
