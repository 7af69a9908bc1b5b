import type { Person } from '../cases/person.entity.js';
import { shownFacts } from '../cases/shown-facts.js';
import { EYE_COLOURS } from '../cases/person.entity.js';
import { countryChoices } from '../cases/countries.js';
import { dayValues } from '../forms/fields.js';
import type { Choice } from '../pages/form-parts.js';
import type { Language } from '../language/language.js';
import { abroadForm, appearanceForm, emailForm, factsForm, inCanadaForm, type ReplyForm, whoForm } from './reply.form.js';
import type { ReplyAnswers } from './reply.entity.js';
import type { QuestionPage } from './reply.steps.js';

/** What a question needs to know: the person with their case, the reader's language, the day, and a way to say texts. */
export interface Asked {
  readonly person: Person;
  readonly answers: ReplyAnswers;
  readonly language: Language;
  /** `YYYY-MM-DD`, in the zone people read times in. */
  readonly today: string;
  readonly words: (key: string) => string;
}

interface Question {
  readonly view: string;
  readonly form: (asked: Asked) => ReplyForm;
  /** The values of the form's fields, from the answers so far. */
  readonly known: (asked: Asked) => Record<string, string | number | undefined>;
  /** What else the view shows. */
  readonly shown?: (asked: Asked) => Record<string, unknown>;
}

const choices = ({ words }: Asked, values: readonly string[], key: string): Choice[] =>
  values.map((value) => ({ value, text: words(`${key}.${value}`) }));
const choicesWithHints = ({ words }: Asked, values: readonly string[], key: string): Choice[] =>
  values.map((value) => ({ value, text: words(`${key}.${value}`), hint: words(`${key}.${value}Hint`) }));

/** One question a page: its form, what is filled in, what is shown. The order is in reply.steps.ts. */
export const QUESTIONS: Record<QuestionPage, Question> = {
  replyWho: {
    view: 'invitations/reply-who',
    form: () => whoForm,
    known: ({ answers }) => ({ who: answers.isApplicant && 'applicant' }),
    shown: (asked) => ({ options: choicesWithHints(asked, ['applicant', 'representative'], 'reply:who') }),
  },
  replyFacts: {
    view: 'invitations/reply-facts',
    form: () => factsForm,
    known: ({ answers: { detailsRight, detailsNote } }) => ({
      details: detailsRight === undefined ? undefined : detailsRight ? 'right' : 'wrong',
      note: detailsNote,
    }),
    shown: (asked) => ({
      facts: factsShown(asked.person, asked.language),
      options: choices(asked, ['right', 'wrong'], 'reply:facts'),
    }),
  },
  replyEmail: {
    view: 'invitations/reply-email',
    form: ({ person }) => emailForm(person.email),
    known: ({ person, answers: { email } }) => ({
      address: email === undefined ? undefined : email === person.email ? 'known' : 'other',
      newEmail: email === person.email ? undefined : email,
    }),
    shown: ({ person, words }) => ({
      options: [
        { value: 'known', text: person.email, hint: words('reply:email.known') },
        { value: 'other', text: words('reply:email.other') },
      ] satisfies Choice[],
    }),
  },
  replyPresence: {
    view: 'invitations/reply-presence',
    form: () => inCanadaForm,
    known: ({ answers: { inCanada } }) => ({ inCanada: inCanada === undefined ? undefined : inCanada ? 'yes' : 'no' }),
    shown: (asked) => ({ options: choicesWithHints(asked, ['yes', 'no'], 'reply:presence') }),
  },
  replyAbroad: {
    view: 'invitations/reply-abroad',
    form: ({ today }) => abroadForm(today),
    known: ({ answers: { country, returnOn } }) => ({ country, ...dayValues('returnOn', returnOn) }),
    shown: ({ language }) => ({ countries: countryChoices(language).filter(({ value }) => value !== 'CA') }),
  },
  replyAppearance: {
    view: 'invitations/reply-appearance',
    form: () => appearanceForm,
    known: ({ answers: { eyeColour, heightCm } }) => ({ eyeColour, height: heightCm }),
    shown: (asked) => ({ eyeColours: choices(asked, EYE_COLOURS, 'reply:eyes') }),
  },
};

/** The facts on file, for the person to check. */
export function factsShown({ facts, caseFile }: Person, language: Language) {
  return {
    ...shownFacts(facts, language),
    applicationNumber: caseFile.applicationNumber,
  };
}
