const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.|Feb\\.|Aug\\.|Sept\\.|Oct\\.|Nov\\.|Dec\\.|' +
  'janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|janv\\.|févr\\.|avr\\.|juill\\.|sept\\.|oct\\.|nov\\.|déc\\.';

/** What differs from day to day and from portal to portal, and how it is written in a transcript; in this order. */
const OF_THE_MOMENT: readonly [RegExp, string][] = [
  [new RegExp(`(?:${MONTHS})\\s\\d{1,2}(?:,\\s\\d{4})?|\\d{1,2}(?:er)?\\s(?:${MONTHS})(?:\\s\\d{4})?`, 'gu'), '[date]'],
  [/\d{4}-\d\d-\d\d/g, '[date]'],
  [/\d{1,2}:\d\d(?::\d\d)?(?:\s[ap]\.?m\.?)?|\d{1,2}\s[ap]\.?m\b\.?|\d{1,2}\sh(?:\s\d\d)?(?!\p{L})/gu, '[time]'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32,}/g, '[id]'],
  [/\b[A-Z]{3}-\d\d(?:-[A-Z\d]{4}){2}\b|\b[A-Z\d]{4,5}(?:-[A-Z\d]{4,5}){3}\b|\b[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}\b/g, '[code]'],
  [/\b[a-z\d]{4}-[a-z\d]{4}-[a-z\d]{2}\b/g, '[username]'],
  [/\b(?=[A-Z]*\d)[A-Z][A-Z\d]{8}\b/g, '[card]'],
  [/(?<!level )\d+(?:[\s.,]\d+)*/gu, '#'], // how many wait, how old somebody is
];

/** @returns a phrase as it would be on another day, in another portal with the same people */
export const withoutMoment = (phrase: string): string =>
  OF_THE_MOMENT.reduce((text, [pattern, word]) => text.replace(pattern, word), phrase);
