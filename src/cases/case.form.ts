import { z } from 'zod';
import { day, email, oneOf, typed } from '../forms/fields.js';
import { LANGUAGES } from '../language/language.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { APPLICATION_NUMBER, EARLIEST_APPLICATION } from './case.rules.js';
import type { NewCase } from './case.service.js';
import { personFields } from './person.form.js';

/**
 * A new case with its principal applicant (S2, PORTAL.md 4).
 * @param today `YYYY-MM-DD`: nobody is born later, and nothing is applied for later
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
      appliedOn: day('admin-cases:form.enterApplied', 'admin-cases:form.wrongApplied')
        .refine((value) => !isDay(value) || value <= today, 'admin-cases:form.appliedInFuture')
        .refine((value) => !isDay(value) || value >= EARLIEST_APPLICATION, 'admin-cases:form.appliedTooEarly'),
      ...personFields(today),
      email: email('admin-cases:form.enterEmail', 'admin-cases:form.wrongEmail'),
    })
    .transform(({ applicationNumber, contactAddress, language, appliedOn, email, ...facts }): NewCase => {
      return { applicationNumber, contactAddress, language, appliedOn, email, facts };
    });

const isDay = (value: string): boolean => /^\d{4}-/.test(value);
