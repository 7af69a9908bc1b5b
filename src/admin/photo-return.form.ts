import { z } from 'zod';
import { oneOf, someOf, typedLines } from '../forms/fields.js';
import { LANGUAGES } from '../language/language.js';
import { RETURN_REASONS } from '../photos/finding.js';
import { RETURN_MARKS } from '../photos/review/return-mark.js';

/** Characters of an officer's own words. */
export const MOST_WORDS = 2000;

const words = () =>
  typedLines().superRefine((typed, context) => {
    if (typed.length > MOST_WORDS)
      context.addIssue({ code: 'custom', message: 'forms:tooLong', params: { most: MOST_WORDS, length: typed.length } });
  });

/** Reasons from the closed list, at least one; `other` needs the officer's own words (S17). */
export const photoReturnForm = z
  .object({
    reasons: someOf(RETURN_REASONS).refine((reasons) => reasons.length > 0, 'admin-photos:chooseReason'),
    words: words(),
    otherWords: words(),
    // one that is not in the list is as if it were not there
    mark: z.enum(RETURN_MARKS).nullable().catch(null),
    language: oneOf(LANGUAGES, 'admin-photos:chooseLanguage'),
  })
  .superRefine(({ reasons, words: typed, otherWords }, context) => {
    if (typed === '' && (reasons.includes('other') || otherWords !== ''))
      context.addIssue({ code: 'custom', path: ['words'], message: 'admin-photos:sayWhy' });
  });
