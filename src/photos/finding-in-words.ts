import { formatBytes, formatNumber, formatUnit } from '../language/formats.js';
import type { Language } from '../language/language.js';
import type { TextValues, Translator } from '../language/translator.js';
import type { Sign } from '../pages/signs.js';
import type { Finding, Outcome } from './finding.js';
import { MAX_SIZE, MIN_SIZE } from './photo.rules.js';

/** A finding as a page says it: sign, word, thing; then measured value and limit; then the remedy (S24). */
export interface FindingInWords {
  readonly sign: Extract<Sign, 'wrong' | 'warn' | 'info' | 'done'>;
  readonly word: string;
  readonly title: string;
  readonly figures: string;
  /** Null when there is nothing to remedy. */
  readonly remedy: string | null;
  /** The number of its mark on the picture; null when there is none. */
  readonly mark: number | null;
}

const SIGNS: Record<Outcome, FindingInWords['sign']> = { must_fix: 'wrong', warning: 'warn', information: 'info', pass: 'done' };

export function findingInWords(finding: Finding, translator: Translator, language: Language, mark: number | null = null): FindingInWords {
  const key = keyOf(finding);
  const good = finding.outcome === 'pass';
  const values = figuresOf(finding, language);
  return {
    sign: SIGNS[finding.outcome],
    word: translator.text(language, `findings:word.${finding.outcome}`),
    title: titleOf(finding, translator, language),
    figures: [translator.text(language, `${key}.figures`, values), ...bandOf(finding, translator, language)].join(' '),
    remedy: good ? null : translator.text(language, `${key}.remedy`, values),
    mark,
  };
}

/** What it is about, alone: "the background is not white". Warnings are named so where they are acknowledged (S29). */
export const titleOf = (finding: Finding, translator: Translator, language: Language): string =>
  translator.text(language, `${keyOf(finding)}.${finding.outcome === 'pass' ? 'good' : 'bad'}`);

const keyOf = ({ check, aspect }: Finding): string => `findings:${check}${aspect ? `_${aspect}` : ''}`;

/** "Between 30.4 mm and 31.6 mm we can't be sure": said only where the value lies there. */
function bandOf({ band, unit }: Finding, translator: Translator, language: Language): string[] {
  if (!band) return [];
  return [
    translator.text(language, 'findings:band', { lowest: figure(band[0], unit, language), highest: figure(band[1], unit, language) }),
  ];
}

/** `limit`: the one bound, or the lower of two; `lowest` and `highest`: both, where there are two. */
function figuresOf({ measured, limit, unit, params = {} }: Finding, language: Language): TextValues {
  const [lowest, highest] = typeof limit === 'object' ? (limit ?? [null, null]) : [limit, limit];
  // as fine as the limit is, so that a value beyond it does not look like it
  const finest = [lowest, highest].some((value) => value !== null && !Number.isInteger(Math.round(value * 1e5) / 1e3)) ? 3 : 2;
  return {
    measured: figure(measured, unit, language, finest),
    limit: figure(lowest, unit, language, finest),
    lowest: figure(lowest, unit, language, finest),
    highest: figure(highest, unit, language, finest),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    maxWidth: MAX_SIZE.width,
    maxHeight: MAX_SIZE.height,
    ...params,
    ...(typeof params.type === 'string' ? { type: params.type.toUpperCase() } : {}),
  };
}

/** In the unit a reader knows: bytes as megabytes, shares as per cent. Lightness and colour are plain numbers. */
function figure(value: number | null, unit: string, language: Language, finest = 2): string {
  if (value === null) return '';
  if (unit === 'bytes') return formatBytes(value, language);
  if (unit === 'share') return percent(value, language);
  const decimals = Number.isInteger(value) ? 0 : unit === '' ? finest : 1;
  // The sign of a degree stands at its number, without a blank, in both languages.
  if (unit === '°') return `${formatNumber(value, language, decimals)}°`;
  return formatUnit(value, unit === 'mm' ? 'mm' : '', language, decimals);
}

/** To a tenth of a per cent; below one, where some limits are, to a hundredth. */
function percent(share: number, language: Language): string {
  const hundredths = Math.round(share * 10_000);
  const fine = hundredths < 100 && hundredths % 10 !== 0;
  const shown = fine ? hundredths / 100 : Math.round(share * 1000) / 10;
  return formatUnit(shown, '%', language, fine ? 2 : Number.isInteger(shown) ? 0 : 1);
}
