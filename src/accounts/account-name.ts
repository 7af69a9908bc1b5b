import type { Account } from './account.entity.js';

/** How the owner of an account is called: officers and representatives by the name they go by, applicants as in their file, which is loaded. */
export const nameOf = ({ person, displayName, username }: Pick<Account, 'person' | 'displayName' | 'username'>): string =>
  person?.fullName ?? displayName ?? username;
