import { z } from 'zod';
import { day, email, oneOf, typed } from '../forms/fields.js';
import { normalUci } from '../privacy/normalise.js';
import { EARLIEST_BIRTH, INVISIBLE, LONGEST_NAME, OTHER_SCRIPT, UNSHOWABLE } from './case.rules.js';
import { isCountry, STATELESS } from './countries.js';
import { type FamilyRelation, FAMILY_RELATIONS, type PersonFacts, SEXES } from './person.entity.js';

/** As people see it: what came along unseen would part a name in the card's lines. */
const shown = () => typed().transform((value) => value.replace(INVISIBLE, '').trim());

/** A name or place as the card and the eCOPR show it: Latin letters with any marks. Each field has words of its own, so that two wrong ones are told apart. */
const passportText = (field: 'familyName' | 'givenNames' | 'placeOfBirth', missing: string | null) =>
  shown().superRefine((value, context) => {
    const length = [...value].length;
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message, params: { most: LONGEST_NAME, length } });
    if (value === '') {
      if (missing) refuse(missing);
    } else if (UNSHOWABLE.test(value) || !/\p{L}/u.test(value)) refuse(`admin-cases:form.notAName.${field}`);
    else if (length > LONGEST_NAME) refuse(`admin-cases:form.tooLong.${field}`);
    else if (OTHER_SCRIPT.test(value)) refuse(`admin-cases:form.otherScript.${field}`);
  });

const country = (missing: string, orStateless: boolean) =>
  typed().refine((value) => isCountry(value) || (orStateless && value === STATELESS), missing);

/**
 * What a case holds of a person, as in the passport (PORTAL.md 4).
 * @param today `YYYY-MM-DD`: nobody is born later
 */
export const personFields = (today: string) => ({
  familyName: passportText('familyName', 'admin-cases:form.enterFamilyName'),
  givenNames: passportText('givenNames', null),
  dateOfBirth: day('admin-cases:form.enterBirth', 'admin-cases:form.wrongBirth')
    .refine((value) => !isDay(value) || value < today, 'admin-cases:form.birthInFuture')
    .refine((value) => !isDay(value) || value >= EARLIEST_BIRTH, 'admin-cases:form.birthTooEarly'),
  placeOfBirth: passportText('placeOfBirth', 'admin-cases:form.enterPlace'),
  countryOfBirth: country('admin-cases:form.chooseCountry', false),
  sex: oneOf(SEXES, 'admin-cases:form.chooseSex'),
  citizenship: country('admin-cases:form.chooseCitizenship', true),
  uci: typed()
    .refine((value) => value !== '', 'admin-cases:form.enterUci')
    .refine(
      (value) => value === '' || (/^[\d\s.\-‐-―]+$/u.test(value) && [8, 10].includes(normalUci(value).length)),
      'admin-cases:form.wrongUci',
    )
    .transform(normalUci),
});

const isDay = (value: string): boolean => /^\d{4}-/.test(value);

/** What an officer enters of somebody else on a case than its principal applicant. */
export interface NewMember {
  readonly relation: FamilyRelation;
  /** Empty: the principal applicant's (S2b: sharing within a case is fine). */
  readonly email: string;
  readonly facts: PersonFacts;
}

const memberEmail = email('', 'admin-cases:form.wrongEmail');

/** @param today as above */
export const newMemberForm = (today: string) =>
  z
    .object({
      relation: oneOf(FAMILY_RELATIONS, 'admin-family:form.chooseRelation'),
      ...personFields(today),
      email: typed().refine((value) => value === '' || memberEmail.safeParse(value).success, 'admin-cases:form.wrongEmail'),
    })
    .transform(({ relation, email, ...facts }): NewMember => ({ relation, email, facts }));
