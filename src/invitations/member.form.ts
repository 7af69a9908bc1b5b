import { z } from 'zod';
import { EYE_COLOURS } from '../cases/person.entity.js';
import { email, oneOf, typed, typedLines } from '../forms/fields.js';
import { HEIGHT_LEAST, HEIGHT_MOST, readHeight } from './height.rules.js';
import { ACTING_WISHES, type EMAIL_SOURCES, type MemberChange } from './member-reply.entity.js';
import { COUNTRIES_ABROAD, LONGEST_NOTE, returnDay } from './reply.form.js';

const ALWAYS = { when: () => true };
const newEmail = email('reply:email.enter', 'reply:email.wrong');

/**
 * Somebody's details and address; of adult dependants, who is to act for them.
 * @param sources whose address can be chosen for this person
 * @param isShared whether somebody else on the case would have the chosen address too: consent needs one of their own
 */
export const memberForm = (
  sources: readonly (typeof EMAIL_SOURCES)[number][],
  asksActing: boolean,
  isShared: (source: string, given: string) => boolean,
) =>
  z
    .object({ details: typed(), note: typedLines(), address: typed(), newEmail: typed(), acting: typed() })
    .superRefine(({ details, note, address, newEmail: given, acting }, context) => {
      const refuse = (path: string, message: string, params?: Record<string, number>): void =>
        context.addIssue({ code: 'custom', path: [path], message, ...(params ? { params } : {}) });
      if (details !== 'right' && details !== 'wrong') refuse('details', 'reply:facts.choose');
      if (details === 'wrong' && note === '') refuse('note', 'reply:facts.enterNote');
      const length = [...note].length;
      if (length > LONGEST_NOTE) refuse('note', 'forms:tooLong', { most: LONGEST_NOTE, length });
      if (!(sources as readonly string[]).includes(address)) refuse('address', 'reply:member.chooseEmail');
      const problem = address === 'other' ? newEmail.safeParse(given).error?.issues[0] : undefined;
      if (problem) refuse('newEmail', problem.message);
      if (asksActing && !(ACTING_WISHES as readonly string[]).includes(acting)) refuse('acting', 'reply:member.chooseActing');
      if (asksActing && acting === 'principal' && isShared(address, given)) refuse('acting', 'reply:member.actingShared');
    }, ALWAYS)
    .transform(
      ({ details, note, address, newEmail: given, acting }): MemberChange => ({
        detailsRight: details === 'right',
        detailsNote: details === 'wrong' ? note : undefined,
        emailFrom: address as (typeof EMAIL_SOURCES)[number],
        email: address === 'other' ? given : undefined,
        acting: asksActing ? (acting as (typeof ACTING_WISHES)[number]) : undefined,
      }),
    );

const country = oneOf(COUNTRIES_ABROAD, 'reply:member.chooseCountry');

/**
 * Where somebody is, with the way back of who is not in Canada (S2c), and what the card says of their looks.
 * @param today `YYYY-MM-DD`
 */
export const memberHereForm = (today: string) =>
  z
    .object({
      inCanada: oneOf(['yes', 'no'], 'reply:member.chooseHere'),
      country: typed(),
      returnOn: typed(),
      eyeColour: oneOf(EYE_COLOURS, 'reply:member.chooseEyes'),
      height: typed(),
      feet: typed(),
      inches: typed(),
    })
    .superRefine((given, context) => {
      const abroad: [string, z.ZodType, string][] = [
        ['country', country, given.country],
        ['returnOn', returnDay('reply:member.enterReturn', today), given.returnOn],
      ];
      for (const [path, schema, value] of given.inCanada === 'no' ? abroad : []) {
        const message = schema.safeParse(value).error?.issues[0]?.message;
        if (message) context.addIssue({ code: 'custom', path: [path], message });
      }
      const reading = readHeight(given.height ?? '', given.feet ?? '', given.inches ?? '');
      if (reading.ok) return;
      const params = { least: HEIGHT_LEAST, most: HEIGHT_MOST };
      context.addIssue({ code: 'custom', path: [reading.field], message: `reply:appearance.height.${reading.problem}`, params });
    }, ALWAYS)
    .transform((given): MemberChange => {
      const reading = readHeight(given.height, given.feet, given.inches);
      const away = given.inCanada === 'no';
      return {
        inCanada: !away,
        country: away ? given.country : undefined,
        returnOn: away ? given.returnOn : undefined,
        eyeColour: given.eyeColour,
        heightCm: reading.ok ? reading.cm : undefined,
      };
    });
