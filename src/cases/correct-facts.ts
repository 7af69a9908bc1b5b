import type { EntityManager } from '@mikro-orm/postgresql';
import { normalUci } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import { addSearchWords } from './add-person.js';
import type { Person, PersonFacts } from './person.entity.js';
import { SearchWord } from './search-word.entity.js';

/** What the file says of a person was wrong: the facts, and everything by which they are found, become the right ones. */
export async function correctFacts(em: EntityManager, person: Person, facts: PersonFacts): Promise<void> {
  const uci = normalUci(facts.uci);
  person.facts = { ...facts, uci };
  person.uciIndex = vault().index('uci', uci);
  await em.nativeDelete(SearchWord, { person: person.id });
  addSearchWords(em, person);
}
