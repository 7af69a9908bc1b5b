import { z } from 'zod';
import { oneOf, optional, required, typed } from '../forms/fields.js';
import { readPostalCode } from './address.rules.js';
import { type PostalAddress, PROVINCES } from './postal-address.js';

const OUTSIDE = /\b(u\.?s\.?a\.?|united states|états-unis|etats-unis|mexico|mexique|france|india|inde|china|chine|philippines)\b/iu;

const postalCode = typed().transform((value, context) => {
  if (value === '') {
    context.addIssue({ code: 'custom', message: 'address:enterPostalCode' });
    return '';
  }
  const reading = readPostalCode(value);
  if (reading.ok) return reading.code;
  context.addIssue({
    code: 'custom',
    message: `address:postalCode.${reading.problem}`,
    params: { typed: value, letters: reading.letters },
  });
  return '';
});

const fields = {
  street: required('address:enterStreet', 100),
  extra: optional(60),
  city: required('address:enterCity', 60).refine((city) => !OUTSIDE.test(city), 'address:outsideCanada'),
  province: oneOf(PROVINCES, 'address:chooseProvince'),
  postalCode,
};

/** An address in Canada (S9). The shapes of streets differ too much to judge; PO boxes and rural routes are fine for mail. */
export const homeAddressForm = z.object({
  ...fields,
  street: fields.street.refine((street) => !isOnlyForMail(street), 'address:homeIsNoBox'),
});

/** The mailing address: the home address, or another one (S9). */
export const mailingAddressForm = z.discriminatedUnion(
  'to',
  [z.object({ to: z.literal('home') }), z.object({ to: z.literal('other'), ...fields })],
  {
    error: 'address:chooseMailing',
  },
);

/** One lives in no post office box; such an address is for mail only. */
const isOnlyForMail = (street: string): boolean =>
  /^\s*(p\.?\s*o\.?\s*box|case postale|c\.?\s*p\.?|boîte postale|general delivery|poste restante)\s*\d*\s*$/iu.test(street);

export const addressOf = ({ street, extra, city, province, postalCode: code }: PostalAddress): PostalAddress => ({
  street,
  extra,
  city,
  province,
  postalCode: code,
});
