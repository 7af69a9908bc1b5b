import type { Visitor } from '../visitor.js';
import { multipart } from '../visitor-http.js';
import type { FoundForm } from './forms.js';

/** What patterns and parsers that go back over their steps are slow on (TRUST.md 4). */
export const PATTERNS = {
  letters: 'a',
  spaces: ' ',
  digits: '1',
  hyphens: '- ',
  addresses: '@a.',
  accents: 'e\u0301',
  marks: '\u0301',
  brackets: '<[({',
} as const;

/** The longest that a form's body may be is 64 kB: this much gets past the reader, into the rules of the field. */
export const WITHIN_THE_LIMIT = 60_000;
/** What TRUST.md 4 asks for: more than any form of ours takes. */
export const BEYOND_IT = 100_000;

export function longText(pattern: string, bytes: number): string {
  const size = Buffer.byteLength(encodeURIComponent(pattern)) || 1;
  return pattern.repeat(Math.floor(bytes / size));
}

/** Sends a form with one field this long and the others as the page has them; the status. */
export async function sendLong(browser: Visitor, form: FoundForm, field: string, text: string): Promise<number> {
  const fields = [...form.fields.filter(([name]) => name !== field), [field, text] as const];
  const headers = { 'Sec-Fetch-Site': 'same-origin' };
  if (form.isUpload) {
    const { body, type } = multipart(fields);
    return (await browser.raw('POST', form.action, { ...headers, 'Content-Type': type }, body)).status;
  }
  const body = new URLSearchParams([
    ...fields.map(([name, value]): [string, string] => [name, value]),
    ['_csrf', browser.csrfToken],
  ]).toString();
  return (await browser.raw('POST', form.action, { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, body)).status;
}
