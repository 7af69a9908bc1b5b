import { z } from 'zod';

/** Building blocks of forms. Messages are names of texts. */

/** What was typed, trimmed, with inner spaces folded; the first value when a name came twice; '' when the field did not come. */
export const typed = () =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).normalize('NFC').replace(/\s+/gu, ' ').trim());

/** The same for long words: lines stay lines. */
export const typedLines = () =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).normalize('NFC').replace(/\r\n?/g, '\n').trim());

/** A password as typed: nothing trimmed or folded here. */
export const secret = (missing: string) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) => (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')))
    .refine((value) => value !== '', missing);

/** A text that must be there, at most `most` characters. */
export const required = (missing: string, most = 200, tooLong = 'forms:tooLong') =>
  typed()
    .refine((value) => value !== '', missing)
    .superRefine((value, context) => tooMany(value, most, tooLong, context));

/** Words of one's own, in lines, that must be there. */
export const requiredLines = (missing: string, most: number) =>
  typedLines()
    .refine((value) => value !== '', missing)
    .superRefine((value, context) => tooMany(value, most, 'forms:tooLong', context));

/** A text that may be empty. */
export const optional = (most = 200, tooLong = 'forms:tooLong') =>
  typed().superRefine((value, context) => tooMany(value, most, tooLong, context));

function tooMany(value: string, most: number, message: string, context: z.RefinementCtx): void {
  const length = [...value].length;
  if (length > most) context.addIssue({ code: 'custom', message, params: { most, length } });
}

/** One of a closed list. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values, missing: string) =>
  typed().pipe(z.enum(values, { error: missing }));

/** A box that must be ticked. */
export const ticked = (missing: string) =>
  typed()
    .refine((value) => value !== '', missing)
    .transform(() => true as const);

/** A box that may be ticked. */
export const maybeTicked = () => typed().transform((value) => value !== '');

/** Ticked boxes of one name, from a closed list; anything else is dropped. */
export const someOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((value) =>
      (Array.isArray(value) ? value : value ? [value] : []).filter((entry): entry is Values[number] => values.includes(entry)),
    );

const EMAIL = /^[^\s\p{Cc}\p{Cf}@<>()[\]\\,;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u;

/** An email address that a mail server could accept; control characters can't get in (mail headers, TRUST.md 3). */
export const email = (missing: string, wrong: string) =>
  typed()
    .refine((value) => value !== '', missing)
    .refine((value) => value === '' || (value.length <= 254 && EMAIL.test(value)), wrong);

/**
 * A day typed in three fields, `<name>-day`, `<name>-month`, `<name>-year`, as `YYYY-MM-DD`; null when it is no day of the calendar.
 */
export function readDay(day: string, month: string, year: string): string | null {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== written ? null : written;
}

/** A day from the three fields of `readForm`, as `YYYY-MM-DD`. */
export const day = (missing: string, wrong: string) =>
  typed()
    .refine((value) => value !== '', missing)
    .refine((value) => value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value), wrong);

/** Adds to a body, for each `<name>-day`, `<name>-month`, `<name>-year`, the day they make under `<name>`: '' when all are empty, `?` when wrong. */
export function withDays(body: Record<string, string | string[]>): Record<string, string | string[]> {
  const days: Record<string, string> = {};
  for (const key of Object.keys(body)) {
    if (!key.endsWith('-day')) continue;
    const name = key.slice(0, -4);
    const [date, month, year] = ['day', 'month', 'year'].map((part) => String(body[`${name}-${part}`] ?? '').trim()) as [
      string,
      string,
      string,
    ];
    days[name] = date || month || year ? (readDay(date, month, year) ?? '?') : '';
  }
  return { ...body, ...days };
}

/** The three values of a day field, to fill a form with. */
export function dayValues(name: string, day: string | null | undefined): Record<string, string> {
  const [year = '', month = '', date = ''] = (day ?? '').split('-');
  return { [`${name}-day`]: date.replace(/^0/, ''), [`${name}-month`]: month.replace(/^0/, ''), [`${name}-year`]: year };
}
