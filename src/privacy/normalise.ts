/** Text without case, accents, and anything but letters and digits: how names are compared and found (PORTAL.md 4). */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/[ðđ]/g, 'd')
    .replace(/þ/g, 'th')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The folded words of a text: "Jean-Élie D’Arcy" gives jean, elie, darcy. */
export function wordsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[\s\-‐-―,./]+/u)
        .map(folded)
        .filter(Boolean),
    ),
  ];
}

export const normalEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** `E000 123 456` and `e000123456` are the same application. */
export const normalApplicationNumber = (text: string): string => text.replace(/[\s.\-‐-―]/gu, '').toUpperCase();

/** A UCI's digits: 8 or 10. */
export const normalUci = (text: string): string => text.replace(/\D/g, '');

/** `0000-0000` or `00-0000-0000`, as the eCOPR prints it. */
export function writtenUci(text: string): string {
  const digits = normalUci(text);
  return digits.length === 10
    ? `${digits.slice(0, 2)}-${digits.slice(2, 6)}-${digits.slice(6)}`
    : `${digits.slice(0, 4)}-${digits.slice(4)}`;
}
