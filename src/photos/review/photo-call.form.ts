import { z } from 'zod';
import { oneOf, required } from '../../forms/fields.js';

/** When the office may call; also names of texts. */
export const CALL_TIMES = ['morning', 'afternoon', 'any'] as const;

/** Digits with the signs people write between them, and an extension. */
const PHONE = /^\+?[\d\s().-]{7,25}(?:\s?(?:x|ext\.?|poste)\s?\d{1,6})?$/i;

/** A number to call, and when. */
export const photoCallForm = z.object({
  phone: required('photo:call.phoneMissing', 40).refine(
    (value) => value === '' || (PHONE.test(value) && value.replace(/\D/g, '').length >= 7),
    'photo:call.phoneWrong',
  ),
  when: oneOf(CALL_TIMES, 'photo:call.whenMissing'),
});
