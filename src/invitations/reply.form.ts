import { z } from 'zod';
import { COUNTRY_CODES } from '../cases/countries.js';
import { EYE_COLOURS, type EyeColour } from '../cases/person.entity.js';
import { returnProblem } from '../confirmation/presence.rules.js';
import { day, email, oneOf, typed, typedLines } from '../forms/fields.js';
import { normalEmail } from '../privacy/normalise.js';
import { HEIGHT_LEAST, HEIGHT_MOST, readHeight } from './height.rules.js';
import type { ReplyAnswers } from './reply.entity.js';

/** What a page changes in the answers; undefined takes an answer away. */
export type ReplyChange = { readonly [Answer in keyof ReplyAnswers]?: ReplyAnswers[Answer] | undefined };
export type ReplyForm = z.ZodType<ReplyChange>;

export const LONGEST_NOTE = 1000;
/** Every error of a form is shown at once, whichever field it belongs to. */
const ALWAYS = { when: () => true };

/** The first question: are you the applicant? A representative's answer is no answer (PORTAL.md 4). */
export const whoForm = z
  .object({ who: oneOf(['applicant', 'representative'], 'reply:who.choose') })
  .transform(({ who }): ReplyChange => ({ isApplicant: who === 'applicant' ? true : undefined }));

export const factsForm = z
  .object({ details: oneOf(['right', 'wrong'], 'reply:facts.choose'), note: typedLines() })
  .superRefine(({ details, note }, context) => {
    const length = [...note].length;
    if (details === 'wrong' && note === '') context.addIssue({ code: 'custom', path: ['note'], message: 'reply:facts.enterNote' });
    if (length > LONGEST_NOTE)
      context.addIssue({ code: 'custom', path: ['note'], message: 'forms:tooLong', params: { most: LONGEST_NOTE, length } });
  }, ALWAYS)
  .transform(
    ({ details, note }): ReplyChange => ({ detailsRight: details === 'right', detailsNote: details === 'wrong' ? note : undefined }),
  );

const newEmail = email('reply:email.enter', 'reply:email.wrong');

/** The address we have, or another one (S2a). The same address typed again is the one we have. */
export const emailForm = (known: string) =>
  z
    .object({ address: oneOf(['known', 'other'], 'reply:email.choose'), newEmail: typed() })
    .superRefine(({ address, newEmail: given }, context) => {
      if (address !== 'other') return;
      const problem = newEmail.safeParse(given).error?.issues[0];
      if (problem) context.addIssue({ code: 'custom', path: ['newEmail'], message: problem.message });
    })
    .transform(
      ({ address, newEmail: given }): ReplyChange => ({
        email: address === 'other' && normalEmail(given) !== normalEmail(known) ? given : known,
      }),
    );

/** Yes and no are both real answers (S2c). */
export const inCanadaForm = z.object({ inCanada: oneOf(['yes', 'no'], 'reply:presence.choose') }).transform(
  ({ inCanada }): ReplyChange =>
    // "yes" takes the way back away, so that no stale date stays in the reply
    inCanada === 'yes' ? { inCanada: true, country: undefined, returnOn: undefined } : { inCanada: false },
);

/** Everywhere one can be who is not in Canada. */
export const COUNTRIES_ABROAD = COUNTRY_CODES.filter((code) => code !== 'CA') as [string, ...string[]];

/** The day somebody means to be back, within the limits that hold everywhere. @param today `YYYY-MM-DD` */
export const returnDay = (enter: string, today: string) =>
  day(enter, 'reply:abroad.wrongReturn').superRefine((returnOn, context) => {
    const problem = /^\d/.test(returnOn) ? returnProblem(returnOn, today) : null;
    if (problem) context.addIssue({ code: 'custom', message: `presence:${problem}` });
  });

/** Who is not in Canada says where they are and when they come back. @param today `YYYY-MM-DD` */
export const abroadForm = (today: string) =>
  z.object({
    country: oneOf(COUNTRIES_ABROAD, 'reply:abroad.chooseCountry'),
    returnOn: returnDay('reply:abroad.enterReturn', today),
  });

/** For the card. Height in centimetres, or in feet and inches. */
export const appearanceForm = z
  .object({ eyeColour: typed(), height: typed(), feet: typed(), inches: typed() })
  .transform(({ eyeColour, height, feet, inches }, context): ReplyChange => {
    if (!(EYE_COLOURS as readonly string[]).includes(eyeColour))
      context.addIssue({ code: 'custom', path: ['eyeColour'], message: 'reply:appearance.chooseEyes' });
    const reading = readHeight(height, feet, inches);
    if (reading.ok) return { eyeColour: eyeColour as EyeColour, heightCm: reading.cm };
    const params = { least: HEIGHT_LEAST, most: HEIGHT_MOST };
    context.addIssue({ code: 'custom', path: [reading.field], message: `reply:appearance.height.${reading.problem}`, params });
    return z.NEVER;
  });
