import { z } from 'zod';
import { day, email, oneOf, typed } from '../forms/fields.js';
import { LANGUAGES } from '../language/language.js';
import { normalApplicationNumber, normalUci } from '../privacy/normalise.js';
import { APPLICATION_NUMBER, EARLIEST_BIRTH, LONGEST_NAME, UNSHOWABLE } from './case.rules.js';
import type { NewCase } from './case.service.js';
import { isCountry, STATELESS } from './countries.js';
import { SEXES } from './person.entity.js';

/** A name or place as the passport writes it: any letters, no unshowable characters. */
const passportText = (missing: string | null) =>
  typed().superRefine((value, context) => {
    const length = [...value].length;
    const refuse = (message: string): void => context.addIssue({ code: 'custom', message, params: { most: LONGEST_NAME, length } });
    if (value === '') {
      if (missing) refuse(missing);
    } else if (UNSHOWABLE.test(value) || !/\p{L}/u.test(value)) refuse('admin-cases:form.notAName');
    else if (length > LONGEST_NAME) refuse('forms:tooLong');
  });

const country = (missing: string, orStateless: boolean) =>
  typed().refine((value) => isCountry(value) || (orStateless && value === STATELESS), missing);

/**
 * A new case with its principal applicant (S2, PORTAL.md 4).
 * @param today `YYYY-MM-DD`: nobody is born later
 */
export const newCaseForm = (today: string) =>
  z
    .object({
      applicationNumber: typed()
        .refine((value) => value !== '', 'admin-cases:form.enterNumber')
        .transform(normalApplicationNumber)
        .refine((value) => value === '' || APPLICATION_NUMBER.test(value), 'admin-cases:form.wrongNumber'),
      contactAddress: email('admin-cases:form.enterContact', 'admin-cases:form.wrongEmail'),
      language: oneOf(LANGUAGES, 'admin-cases:form.chooseLanguage'),
      familyName: passportText('admin-cases:form.enterFamilyName'),
      givenNames: passportText(null),
      dateOfBirth: day('admin-cases:form.enterBirth', 'admin-cases:form.wrongBirth')
        .refine((value) => !isDay(value) || value < today, 'admin-cases:form.birthInFuture')
        .refine((value) => !isDay(value) || value >= EARLIEST_BIRTH, 'admin-cases:form.birthTooEarly'),
      placeOfBirth: passportText('admin-cases:form.enterPlace'),
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
      email: email('admin-cases:form.enterEmail', 'admin-cases:form.wrongEmail'),
    })
    .transform(({ applicationNumber, contactAddress, language, email, ...facts }): NewCase => {
      return { applicationNumber, contactAddress, language, email, facts };
    });

const isDay = (value: string): boolean => /^\d{4}-/.test(value);
