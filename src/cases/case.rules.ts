/** An application's number: one to three letters and nine digits [A]; spaces, hyphens and small letters are forgiven. */
export const APPLICATION_NUMBER = /^[A-Z]{1,3}\d{9}$/;
/** Names and places, in characters. */
export const LONGEST_NAME = 100;
/** Nobody alive was born before. */
export const EARLIEST_BIRTH = '1900-01-01';
/** No application that is still open is older [A]. */
export const EARLIEST_APPLICATION = '2000-01-01';
/** Rows of a list of cases. */
export const CASES_A_PAGE = 25;

/** Characters that change how a text is shown instead of being part of it: control codes and changes of direction. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const UNSHOWABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

/** Words that are looked for at once. */
export const MOST_WORDS = 8;
/** Characters of what is looked for: as many as an address of mail may have. */
export const LONGEST_SEARCH = 254;
/** People a search looks at; of more it says so. */
export const MOST_FOUND = 200;
/** How far a word's people are counted to see which word is rarest. */
export const COMMON_WORD = 1_000;

/**
 * A letter of another script, or one that is as wide as theirs. A passport gives names in Latin letters too, and neither the machine
 * readable lines of the card nor the font of the eCOPR know others (ICAO Doc 9303 part 3, section 6).
 */
export const OTHER_SCRIPT = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]|[\u3000-\u30ff\uff00-\uffef]/u;
