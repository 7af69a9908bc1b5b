import type { EntityManager } from '@mikro-orm/postgresql';
import { RecordError } from '../../residence/record-error.entity.js';
import type { Card } from '../card.entity.js';

/** What becomes of a card that came back: mailed as it is, not while an error is looked at, or made anew because it says what was corrected. */
export type AgainWay = 'mail' | 'error' | 'replace';

/** What of a file is printed on a card. */
const PRINTED = ['familyName', 'givenNames', 'dateOfBirth', 'sex', 'citizenship'] as const;

/** @param errors persons whose reported error is looked at (PORTAL.md 6.18) */
export function againWay({ face, person }: Card, errors: ReadonlySet<string>): AgainWay {
  if (errors.has(person.id)) return 'error';
  return face && PRINTED.some((part) => face[part] !== person.facts[part]) ? 'replace' : 'mail';
}

/** Those of the persons of whom somebody reported an error that nobody has answered. */
export async function personsWithErrors(em: EntityManager, persons: readonly string[]): Promise<ReadonlySet<string>> {
  if (persons.length === 0) return new Set();
  const open = await em.find(RecordError, { person: { $in: [...persons] }, closedAt: null });
  return new Set(open.map(({ person }) => person.id));
}
