/** Form IMM 5476 is at most so old on the day it is received (PORTAL.md 2). */
export const FORM_DAYS = 90;

/** A representative may take a fee or takes none. */
export const KINDS = ['paid', 'unpaid'] as const;

/** Why an officer ends a consent; also names of texts. */
export const ENDED_FOR = ['client', 'representative', 'not_entitled'] as const;
export type EndedFor = (typeof ENDED_FOR)[number];

/** Who may be paid: members of the College of Immigration and Citizenship Consultants, Quebec notaries, members of a law society. */
export const BODIES = [
  'CICC',
  'CNQ',
  ...(['AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT'] as const),
] as const;
export type Body = (typeof BODIES)[number];

/** These law societies give no membership number. */
const GIVE_NO_NUMBER: readonly Body[] = ['NB', 'NL', 'YT', 'NT'];

/** What is wrong with a membership number; also names of texts. */
export type NumberProblem = 'numberMissing' | 'numberOfCicc' | 'numberWrong';

/** The number as the College writes it: `r 123 456` is `R123456`. Others stay as typed. */
export const normalNumber = (body: Body, typed: string): string => (body === 'CICC' ? typed.replace(/[\s-]/g, '').toUpperCase() : typed);

/** Judges a normal number. */
export function whyNotNumber(body: Body, number: string): NumberProblem | null {
  if (number === '') return GIVE_NO_NUMBER.includes(body) ? null : 'numberMissing';
  if (body === 'CICC') return /^R\d{6}$/.test(number) ? null : 'numberOfCicc';
  return /^(?=.*[A-Z\d])[A-Z\d ./-]{1,20}$/i.test(number) ? null : 'numberWrong';
}
