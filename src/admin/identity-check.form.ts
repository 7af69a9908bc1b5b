import { z } from 'zod';
import { IDENTITY_CHECKS } from '../accounts/identity-check.js';
import { oneOf } from '../forms/fields.js';
import type { Language } from '../language/language.js';
import type { Translator } from '../language/translator.js';

/** What an officer answers before they give anything back: how they checked who the person is. */
export const identityCheck = oneOf(IDENTITY_CHECKS, 'account-email:officer.chooseCheck');

/** A form that asks nothing else. */
export const identityCheckForm = z.object({ checkedBy: identityCheck });

/** The answers in words, for the view. */
export const identityChecks = (translator: Translator, language: Language): { value: string; text: string }[] =>
  translator.choices(language, IDENTITY_CHECKS, 'account-email:officer.checks');
