import type { CaseFile } from '../cases/case-file.entity.js';
import type { Person, PersonFacts } from '../cases/person.entity.js';
import { normalEmail } from '../privacy/normalise.js';
import type { Column } from './import.rules.js';
import { type CaseToImport, type Mistake, mistake } from './row.form.js';

const FACTS = [
  'familyName',
  'givenNames',
  'dateOfBirth',
  'placeOfBirth',
  'countryOfBirth',
  'sex',
  'citizenship',
] as const satisfies readonly (Column & keyof PersonFacts)[];

/**
 * Where a table says otherwise than the case that has its number; none where both say the same. Nothing is ever overwritten. What is there is
 * not told, only where it differs: the officer opens the case to see.
 */
export function differences(caseFile: CaseFile, { given, line, members }: CaseToImport): Mistake[] {
  const differs = (at: number, place: Column): Mistake => mistake(at, place, 'admin-imports:row.differs');
  const found: Mistake[] = [];
  if (normalEmail(caseFile.contactAddress) !== normalEmail(given.contactAddress)) found.push(differs(line, 'contactAddress'));
  if (caseFile.language !== given.language) found.push(differs(line, 'language'));
  if (caseFile.appliedOn !== given.appliedOn) found.push(differs(line, 'appliedOn'));
  const rows = [
    { line, relation: 'principal' as const, facts: given.facts, email: given.email },
    ...members.map((member) => ({ line: member.line, ...member.given, email: member.given.email || given.email })),
  ];
  const persons = caseFile.persons.getItems();
  for (const row of rows) {
    const person = persons.find(({ facts }) => facts.uci === row.facts.uci);
    if (!person) {
      found.push(mistake(row.line, 'uci', 'admin-imports:row.notOnCase'));
      continue;
    }
    if (person.relation !== row.relation) found.push(differs(row.line, 'relation'));
    for (const fact of FACTS) if (person.facts[fact] !== row.facts[fact]) found.push(differs(row.line, fact));
    if (emailDiffers(person, row.email)) found.push(differs(row.line, 'email'));
  }
  const missing = persons.filter(({ facts }) => !rows.some((row) => row.facts.uci === facts.uci)).length;
  if (missing > 0) found.push(mistake(line, null, 'admin-imports:row.personsMissing', { count: missing }));
  return found;
}

/** An address that its owner confirmed is theirs to change: the table is of before (S2a). */
const emailDiffers = ({ email, emailConfirmedAt }: Person, given: string): boolean =>
  !emailConfirmedAt && normalEmail(email) !== normalEmail(given);
