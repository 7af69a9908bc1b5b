import type { RouteName } from '../language/route-table.js';
import { provinceDiffers } from './address.rules.js';
import type { AddressState } from './confirmation.states.js';
import { addressLines, type PostalAddress } from './postal-address.js';

/** An address whose postal code belongs to another province: its last line, and the page that changes it. */
export interface DoubtfulAddress {
  readonly route: RouteName;
  readonly line: string;
}

interface Given {
  readonly homeAddress?: PostalAddress | null | undefined;
  readonly mailingAddress?: PostalAddress | null | undefined;
  readonly address: AddressState;
}

/** A mismatch warns, it never blocks (PORTAL.md 4): the person reads it wherever the address can still be changed. */
export function doubtfulAddresses({ homeAddress, mailingAddress, address }: Given): DoubtfulAddress[] {
  if (address === 'frozen') return [];
  return [
    { route: 'homeAddress' as const, address: homeAddress },
    { route: 'mailingAddress' as const, address: mailingAddress },
  ].flatMap(({ route, address: given }) =>
    given && provinceDiffers(given.postalCode, given.province) ? [{ route, line: addressLines(given).at(-1) ?? '' }] : [],
  );
}
