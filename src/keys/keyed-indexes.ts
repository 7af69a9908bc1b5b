import { fullNameOf, type PersonFacts } from '../cases/person.entity.js';
import { normalApplicationNumber, normalEmail, normalUci, wordsOf } from '../privacy/normalise.js';
import type { Vault } from '../privacy/vault.js';

/** A column of keyed hashes, and the sealed column of its row from which it is made anew. */
export interface KeyedIndex {
  readonly table: string;
  readonly index: string;
  readonly sealed: string;
  readonly context: string;
  readonly hash: (vault: Vault, plain: never) => Buffer;
}

const emailHash = (vault: Vault, email: string): Buffer => vault.index('email', normalEmail(email));

/** Every index by which sealed values are found (TRUST.md 19), but search words. A guard finds a column that is missing here. */
export const KEYED_INDEXES: readonly KeyedIndex[] = [
  {
    table: 'case_file',
    index: 'application_number_index',
    sealed: 'application_number',
    context: 'case_file.application_number',
    hash: (vault, number: string) => vault.index('application-number', normalApplicationNumber(number)),
  },
  {
    table: 'person',
    index: 'uci_index',
    sealed: 'facts',
    context: 'person.facts',
    hash: (vault, { uci }: PersonFacts) => vault.index('uci', normalUci(uci)),
  },
  { table: 'person', index: 'email_index', sealed: 'email', context: 'person.email', hash: emailHash },
  { table: 'account', index: 'email_index', sealed: 'email', context: 'account.email', hash: emailHash },
  { table: 'email_change', index: 'email_index', sealed: 'email', context: 'email_change.email', hash: emailHash },
];

/** The hashes of a person's names, a row each in search_word. */
export const searchWordsOf = (vault: Vault, facts: PersonFacts): Buffer[] =>
  wordsOf(fullNameOf(facts)).map((word) => vault.index('word', word));
