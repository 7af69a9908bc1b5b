import type { EntityManager } from '@mikro-orm/postgresql';
import { AddressWord } from '../cases/address-word.entity.js';
import { wordsOf } from '../privacy/normalise.js';
import { type Vault, vault } from '../privacy/vault.js';
import type { Confirmation } from './confirmation.entity.js';
import { addressLines, type PostalAddress } from './postal-address.js';

/** The hashes of the words of these addresses, each once. */
export function addressWordsOf(keys: Vault, addresses: readonly (PostalAddress | null | undefined)[]): Buffer[] {
  const lines = addresses.flatMap((address) => (address ? addressLines(address) : []));
  return wordsOf(lines.join(' ')).map((word) => keys.index('address-word', word));
}

/** By which words the person is found from now on: those of the addresses that count, and no earlier ones. */
export async function keepAddressWords(em: EntityManager, { person, homeAddress, mailingAddress }: Confirmation): Promise<void> {
  await em.nativeDelete(AddressWord, { person: person.id });
  for (const word of addressWordsOf(vault(), [homeAddress, mailingAddress])) em.create(AddressWord, { word, person });
}
