import { countryName } from '../cases/countries.js';
import type { Language } from '../language/language.js';
import { familyOf, type Replied, repliedOf } from './replied.js';
import type { Reply } from './reply.entity.js';

/** The principal applicant's own answers as a list shows them. */
export const answersShown = (reply: Reply, language: Language) => shown(repliedOf(reply, reply.person), language);

/** The answers about each of the family, in the same way. */
export const familyShown = (reply: Reply, language: Language) =>
  familyOf(reply).map((person) => ({ id: person.id, ...shown(repliedOf(reply, person), language) }));

function shown({ person, answers, email, emailChanged, emailConfirmedAt }: Replied, language: Language) {
  return {
    name: person.fullName,
    detailsRight: answers.detailsRight ?? false,
    detailsNote: answers.detailsNote ?? '',
    email,
    emailOpen: emailChanged && !emailConfirmedAt,
    acting: answers.acting ?? null,
    inCanada: answers.inCanada ?? false,
    country: answers.country ? countryName(answers.country, language) : '',
    returnOn: answers.returnOn ?? null,
    eyes: `reply:eyes.${answers.eyeColour ?? 'other'}`,
    heightCm: answers.heightCm ?? 0,
  };
}
