import { z } from 'zod';
import { oneOf, someOf, typedLines } from '../forms/fields.js';
import { LANGUAGES } from '../language/language.js';
import { RETURN_REASONS } from '../photos/finding.js';

/** Characters of an officer's own words. */
export const MOST_WORDS = 2000;

/** Reasons from the closed list, at least one; `other` needs the officer's own words (S17). */
export const photoReturnForm = z
  .object({
    reasons: someOf(RETURN_REASONS).refine((reasons) => reasons.length > 0, 'admin-photos:chooseReason'),
    words: typedLines().superRefine((words, context) => {
      if (words.length > MOST_WORDS)
        context.addIssue({ code: 'custom', message: 'forms:tooLong', params: { most: MOST_WORDS, length: words.length } });
    }),
    language: oneOf(LANGUAGES, 'admin-photos:chooseLanguage'),
  })
  .superRefine(({ reasons, words }, context) => {
    if (reasons.includes('other') && words === '') context.addIssue({ code: 'custom', path: ['words'], message: 'admin-photos:sayWhy' });
  });
