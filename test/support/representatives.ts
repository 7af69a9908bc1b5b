import { addDays, dayOf } from '../../src/language/formats.js';
import type { RecordedForm } from '../../src/representatives/representative.form.js';
import type { RepresentativeForm } from '../../src/representatives/representation.entity.js';
import type { TestPortal } from './app.js';

let count = 0;

/** Form IMM 5476 of a consultant as an officer copied it today, signed six days ago. */
export function aForm(portal: TestPortal, wishes: Partial<RepresentativeForm> & { replaces?: string } = {}): RecordedForm {
  const { replaces = '', ...form } = wishes;
  const today = dayOf(portal.clock.now());
  const named = { familyName: 'Aldous', givenNames: 'Perrin', email: `consultant-${++count}@office.example` };
  return {
    form: { kind: 'paid', body: 'CICC', membershipNumber: 'R123456', ...named, ...form },
    language: 'en',
    receivedOn: today,
    signedOn: addDays(today, -6),
    replaces,
  };
}

/** The same as it is typed into the officer's page; day fields in three parts. */
export const TYPED = {
  body: 'CICC',
  membershipNumber: 'r 123 456',
  familyName: 'Aldous',
  givenNames: 'Perrin',
} as const;

/** The three fields of a day. */
export function typedDay(name: string, day: string): Record<string, string> {
  const [year = '', month = '', date = ''] = day.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
}
