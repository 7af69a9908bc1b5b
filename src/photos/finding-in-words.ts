import { formatBytes, formatUnit } from '../language/formats.js';
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
}

const SIGNS: Record<Outcome, FindingInWords['sign']> = { must_fix: 'wrong', warning: 'warn', information: 'info', pass: 'done' };

export function findingInWords(finding: Finding, translator: Translator, language: Language): FindingInWords {
  const key = keyOf(finding);
  const good = finding.outcome === 'pass';
  const values = figuresOf(finding, language);
  return {
    sign: SIGNS[finding.outcome],
    word: translator.text(language, `findings:word.${finding.outcome}`),
    title: titleOf(finding, translator, language),
    figures: translator.text(language, `${key}.figures`, values),
    remedy: good ? null : translator.text(language, `${key}.remedy`, values),
  };
}

/** What it is about, alone: "the background is not white". Warnings are named so where they are acknowledged (S29). */
export const titleOf = (finding: Finding, translator: Translator, language: Language): string =>
  translator.text(language, `${keyOf(finding)}.${finding.outcome === 'pass' ? 'good' : 'bad'}`);

const keyOf = ({ check, aspect }: Finding): string => `findings:${check}${aspect ? `_${aspect}` : ''}`;

function figuresOf({ measured, limit, unit, params = {} }: Finding, language: Language): TextValues {
  const bound = typeof limit === 'object' ? (limit?.[0] ?? null) : limit;
  return {
    measured: figure(measured, unit, language),
    limit: figure(bound, unit, language),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    maxWidth: MAX_SIZE.width,
    maxHeight: MAX_SIZE.height,
    ...params,
    ...(typeof params.type === 'string' ? { type: params.type.toUpperCase() } : {}),
  };
}

/** In the unit a reader knows: bytes as megabytes, shares as per cent. Lightness and colour are plain numbers. */
function figure(value: number | null, unit: string, language: Language): string {
  if (value === null) return '';
  if (unit === 'bytes') return formatBytes(value, language);
  const shown = unit === 'share' ? Math.round(value * 1000) / 10 : value;
  const decimals = Number.isInteger(shown) ? 0 : unit === '' ? 2 : 1;
  return formatUnit(shown, unit === 'share' ? '%' : '', language, decimals);
}
