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

/** Characters that nobody sees, and that come with what is copied from a document: soft hyphens, places to break or to join. */
export const INVISIBLE = /\u034f|[\u00ad\u200b-\u200d\u2060]/gu;

/** Words that are looked for at once. */
export const MOST_WORDS = 8;
/** Characters of what is looked for: as many as an address of mail may have. */
export const LONGEST_SEARCH = 254;
/** People a search finds; of more it says so. */
export const MOST_FOUND = 200;
/** How far a word's people are counted to see which word is rarest. All of fewer people are looked at. */
export const COMMON_WORD = 2_000;
/** Where even the rarest word is as common, so many of its people, the newest, are looked at: a search costs no more among millions. */
export const MOST_LOOKED_AT = 1_000;

/**
 * Anything but Latin letters, their marks, and the digits and punctuation around them. A passport gives names and the place of birth in
 * Latin letters too (ICAO Doc 9303 part 3, section 3), and neither the machine readable lines of the card nor the font of the eCOPR know
 * others.
 */
export const OTHER_SCRIPT = /[^\u0020-\u007e\u00a0-\u036f\u1e00-\u1eff\u2010-\u2027\u2c60-\u2c7f\ua722-\ua7bf\ufb00-\ufb06]/u;
