import { z } from 'zod';
import { day, email, oneOf, optional, required, ticked, typed } from '../forms/fields.js';
import { addDays } from '../language/formats.js';
import { LANGUAGES } from '../language/language.js';
import { LONGEST_NAME, UNSHOWABLE } from '../cases/case.rules.js';
import type { RepresentativeForm } from './representation.entity.js';
import { BODIES, FORM_DAYS, KINDS, normalNumber, whyNotNumber } from './representative.rules.js';

/** All fields are judged together, so that a page shows everything that is wrong at once. */
const ALWAYS = { when: () => true };

const isName = (value: string): boolean => value === '' || (!UNSHOWABLE.test(value) && /\p{L}/u.test(value));
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-/.test(value);

/**
 * Form IMM 5476 as an officer copies it (PORTAL.md 2, 6.11): both signatures, one person, not too old and not from the future.
 * @param today `YYYY-MM-DD`
 */
export const representativeForm = (today: string) =>
  z
    .object({
      kind: oneOf(KINDS, 'representation:errors.kind'),
      body: typed(),
      membershipNumber: optional(40),
      familyName: required('representation:errors.familyName', LONGEST_NAME).refine(isName, 'representation:errors.familyNameLetters'),
      givenNames: optional(LONGEST_NAME).refine(isName, 'representation:errors.givenNamesLetters'),
      email: email('representation:errors.email', 'representation:errors.emailWrong'),
      language: oneOf(LANGUAGES, 'representation:errors.language'),
      onePerson: ticked('representation:errors.onePerson'),
      applicantSigned: ticked('representation:errors.applicantSigned'),
      representativeSigned: ticked('representation:errors.representativeSigned'),
      receivedOn: day('representation:errors.receivedOn', 'representation:errors.wrongDay').refine(
        (value) => !isDay(value) || value <= today,
        'representation:errors.receivedInFuture',
      ),
      signedOn: day('representation:errors.signedOn', 'representation:errors.wrongDay').refine(
        (value) => !isDay(value) || value <= today,
        'representation:errors.signedInFuture',
      ),
      replaces: typed(),
    })
    .superRefine(judgeMembership, ALWAYS)
    .superRefine(judgeAge, ALWAYS)
    .transform(({ kind, body, membershipNumber, familyName, givenNames, email: address, language, receivedOn, signedOn, replaces }) => {
      const of = BODIES.find((one) => one === body) ?? null;
      const number = of && normalNumber(of, membershipNumber);
      const form: RepresentativeForm = { kind, body: of, membershipNumber: number || null, familyName, givenNames, email: address };
      return { form, language, receivedOn, signedOn, replaces };
    });

export type RecordedForm = z.output<ReturnType<typeof representativeForm>>;

type Typed = Partial<Record<'kind' | 'body' | 'membershipNumber' | 'receivedOn' | 'signedOn', string>>;

/** Only who may be paid is a member of a body, and each body has its numbers. */
function judgeMembership({ kind, body = '', membershipNumber = '' }: Typed, context: z.RefinementCtx): void {
  const refuse = (field: string, error: string): void =>
    context.addIssue({ code: 'custom', path: [field], message: `representation:errors.${error}` });
  if (kind === 'unpaid') {
    if (body !== '') refuse('body', 'unpaidBody');
    if (membershipNumber !== '') refuse('membershipNumber', 'unpaidNumber');
  }
  if (kind !== 'paid') return;
  const known = BODIES.find((one) => one === body);
  if (!known) return refuse('body', 'body');
  const problem = whyNotNumber(known, normalNumber(known, membershipNumber));
  if (problem) refuse('membershipNumber', problem);
}

function judgeAge({ receivedOn, signedOn }: Typed, context: z.RefinementCtx): void {
  if (!isDay(receivedOn) || !isDay(signedOn)) return;
  const refuse = (error: string): void =>
    context.addIssue({ code: 'custom', path: ['signedOn'], message: `representation:errors.${error}`, params: { days: FORM_DAYS } });
  if (signedOn > receivedOn) refuse('signedAfterReceived');
  else if (signedOn < addDays(receivedOn, -FORM_DAYS)) refuse('tooOld');
}
