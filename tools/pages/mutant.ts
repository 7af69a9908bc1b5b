import { type CheerioAPI, load } from 'cheerio';
import type { Language } from '../../src/language/language.js';

/** A defect as somebody might build it in. */
export interface Mutant {
  readonly name: string;
  /** Only this language has it; both otherwise. */
  readonly language?: Language;
  /** Changes the page; one that it leaves as it was has no place for the defect. */
  readonly seed: ($: CheerioAPI) => void;
}

/** The page with the defect; null when it has no place for it. */
export function seeded(html: string, { seed }: Mutant): string | null {
  const $ = load(html);
  const before = $.html();
  seed($);
  const after = $.html();
  return after === before ? null : after;
}

/** The first field of a form that takes typed words. */
export const firstField = ($: CheerioAPI) =>
  $('main form input:not([type=hidden], [type=radio], [type=checkbox], [type=file], [type=submit], [type=image])').first();
