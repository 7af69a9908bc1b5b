/** The 13 provinces and territories. */
export const PROVINCES = ['AB', 'BC', 'MB', 'NB', 'NL', 'NS', 'NT', 'NU', 'ON', 'PE', 'QC', 'SK', 'YT'] as const;
export type Province = (typeof PROVINCES)[number];

/** An address in Canada. The postal code is written `A1A 1A1`. */
export interface PostalAddress {
  readonly street: string;
  /** Apartment, unit or care of; may be empty. */
  readonly extra: string;
  readonly city: string;
  readonly province: Province;
  readonly postalCode: string;
}

/** The lines of an address as the post wants them: `MONCTON NB  E1C 4Z9`, two spaces before the code (GLOSSARY.md). */
export function addressLines(address: PostalAddress): string[] {
  return [address.street, address.extra, `${address.city} ${address.province}\u00a0\u00a0${address.postalCode}`].filter(Boolean);
}

/** Where the card goes: the mailing address, else the home address; null while the two questions are not answered. */
export const cardAddressOf = (given: {
  homeAddress?: PostalAddress | null | undefined;
  mailingAddress?: PostalAddress | null | undefined;
  mailingAnswered: boolean;
}): PostalAddress | null => (given.mailingAnswered ? (given.mailingAddress ?? given.homeAddress ?? null) : null);
