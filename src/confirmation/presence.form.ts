import { z } from 'zod';
import { LONGEST_NAME } from '../cases/case.rules.js';
import { day, oneOf, required, secret, ticked } from '../forms/fields.js';

/** Room for both names however they are spaced. */
const LONGEST_TYPED_NAME = 3 * LONGEST_NAME;

/** Read, tick, type your name, password again (PORTAL.md 5). */
export const presenceForm = z.object({
  agreed: ticked('presence:tick'),
  name: required('presence:typeName', LONGEST_TYPED_NAME),
  password: secret('presence:enterPassword'),
});

/** "I'm not in Canada" is a real answer: a day and a country, never a dead end (S2c). */
export const abroadForm = (countries: readonly string[]) =>
  z.object({
    returnOn: day('presence:enterReturn', 'presence:wrongReturn'),
    country: oneOf(countries as [string, ...string[]], 'presence:chooseCountry'),
  });
