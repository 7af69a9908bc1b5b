import { countryChoices } from '../cases/countries.js';
import { EYE_COLOURS, type Person } from '../cases/person.entity.js';
import type { Language } from '../language/language.js';
import type { Choice } from '../pages/form-parts.js';
import { normalEmail } from '../privacy/normalise.js';
import { ACTING_WISHES, type EMAIL_SOURCES, type MemberAnswers } from './member-reply.entity.js';
import { factsShown } from './reply.questions.js';

/** What the questions about somebody of the family need to know. */
export interface AskedOfMember {
  readonly person: Person;
  readonly principal: Person;
  readonly answers: MemberAnswers;
  readonly asksActing: boolean;
  /** The addresses that everybody else on the case has by the answers so far. */
  readonly others: readonly string[];
  readonly language: Language;
  readonly today: string;
  readonly words: (key: string) => string;
}

/** Whose address can be chosen: one that we have counts as a choice of its own only where it is not the principal applicant's. */
export const emailSources = (person: Person, principal: Person): (typeof EMAIL_SOURCES)[number][] =>
  normalEmail(person.email) === normalEmail(principal.email) ? ['principal', 'other'] : ['known', 'principal', 'other'];

/** Whether the chosen address would be somebody else's on the case too. */
export const isShared =
  ({ person, others }: Pick<AskedOfMember, 'person' | 'others'>) =>
  (source: string, given: string): boolean =>
    source === 'principal' || others.some((other) => normalEmail(other) === normalEmail(source === 'other' ? given : person.email));

/** What the two pages about somebody show beside the form. */
export function memberShown({ person, principal, asksActing, language, words }: AskedOfMember) {
  const choices = (values: readonly string[], key: string): Choice[] => values.map((value) => ({ value, text: words(`${key}.${value}`) }));
  const emails: Record<(typeof EMAIL_SOURCES)[number], Choice> = {
    known: { value: 'known', text: person.email, hint: words('reply:email.known') },
    principal: { value: 'principal', text: words('reply:member.sameAsMine') },
    other: { value: 'other', text: words('reply:email.other') },
  };
  return {
    member: { id: person.id, name: person.fullName, relation: person.relation },
    facts: factsShown(person, language),
    options: choices(['right', 'wrong'], 'reply:facts'),
    emails: emailSources(person, principal).map((source) => emails[source]),
    actingChoices: asksActing
      ? ACTING_WISHES.map((value) => ({
          value,
          text: words(`reply:member.acting.${value}`),
          hint: words(`reply:member.acting.${value}Hint`),
        }))
      : [],
    here: choices(['yes', 'no'], 'reply:member.here'),
    countries: countryChoices(language).filter(({ value }) => value !== 'CA'),
    eyeColours: choices(EYE_COLOURS, 'reply:eyes'),
  };
}
