import { z } from 'zod';
import { day, oneOf, required, secret, ticked } from '../forms/fields.js';
import { LONGEST_TYPED_NAME } from './presence.rules.js';

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
