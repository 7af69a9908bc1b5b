import type { EntityManager } from '@mikro-orm/postgresql';
import { searchWordsOf } from '../keys/keyed-indexes.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { v7 } from '../database/uuid.js';
import { normalEmail, normalUci } from '../privacy/normalise.js';
import { vault } from '../privacy/vault.js';
import type { CaseFile } from './case-file.entity.js';
import { Person, type PersonFacts, type Relation } from './person.entity.js';
import { SearchWord } from './search-word.entity.js';

/** A person on a case, with their confirmation and the words by which officers find them. */
export function addPerson(
  em: EntityManager,
  caseFile: CaseFile,
  relation: Relation,
  { facts, email }: { readonly facts: PersonFacts; readonly email: string },
  now: Date,
): Person {
  const uci = normalUci(facts.uci);
  const person = em.create(Person, {
    id: v7(),
    caseFile,
    relation,
    facts: { ...facts, uci },
    uciIndex: vault().index('uci', uci),
    email: email.trim(),
    emailIndex: vault().index('email', normalEmail(email)),
    createdAt: now,
  });
  em.create(Confirmation, { person, createdAt: now });
  addSearchWords(em, person);
  return person;
}

/** The words of a person's names, by which officers find them. */
export function addSearchWords(em: EntityManager, person: Person): void {
  for (const word of searchWordsOf(vault(), person.facts)) em.create(SearchWord, { word, person });
}
