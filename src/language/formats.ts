import { HOUR } from '../clock.js';
import type { Language } from './language.js';

/** Dates and times as the federal government writes them (GLOSSARY.md); `Intl` matches neither style in full. */

const NBSP = '\u00a0';
/** The zone people read times in (PORTAL.md 4); pages name it. */
export const TIME_ZONE = 'America/Toronto';

const MONTHS: Record<Language, readonly string[]> = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
};
const SHORT_MONTHS: Record<Language, readonly string[]> = {
  en: ['Jan.', 'Feb.', 'March', 'April', 'May', 'June', 'July', 'Aug.', 'Sept.', 'Oct.', 'Nov.', 'Dec.'],
  fr: ['janv.', 'févr.', 'mars', 'avril', 'mai', 'juin', 'juill.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
};

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

interface LocalTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** A moment as clocks in Eastern Time show it. Clocks change on a full hour, so the zone is asked once for each hour that is shown. */
export function inZone(moment: Date): LocalTime {
  const sinceEpoch = moment.getTime();
  const shifted = new Date(sinceEpoch + offsetIn(Math.floor(sinceEpoch / HOUR)));
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
  };
}

/** Milliseconds from UTC to the zone's clocks, by hours since 1970. */
const offsets = new Map<number, number>();
const MOST_HOURS_KEPT = 2_000;

/** `Intl` is right about every year, and slow. */
function offsetIn(hour: number): number {
  const known = offsets.get(hour);
  if (known !== undefined) return known;
  const read = Object.fromEntries(parts.formatToParts(hour * HOUR).map(({ type, value }) => [type, Number(value)]));
  const offset = Date.UTC(read.year ?? 0, (read.month ?? 1) - 1, read.day ?? 1, read.hour ?? 0, read.minute ?? 0) - hour * HOUR;
  if (offsets.size >= MOST_HOURS_KEPT) offsets.clear();
  offsets.set(hour, offset);
  return offset;
}

/** The calendar day of a moment in Eastern Time, `YYYY-MM-DD`. */
export function dayOf(moment: Date): string {
  const { year, month, day } = inZone(moment);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day some days later: `addDays('2026-12-30', 14)` is `2027-01-13`. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Whole days from one day to another, both `YYYY-MM-DD`; negative when the other is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

const split = (day: string): [number, number, number] => {
  const [year, month, date] = day.split('-').map(Number);
  return [year ?? 0, month ?? 1, date ?? 1];
};

/** `November 22, 2026` · `22 novembre 2026` · `1er janvier 2027`. A moment is shown as its day in Eastern Time. */
export function formatDate(when: Date | string, language: Language): string {
  const [year, month, day] = split(typeof when === 'string' ? when : dayOf(when));
  const name = MONTHS[language][month - 1] ?? '';
  return language === 'en' ? `${name}${NBSP}${day}, ${year}` : `${day === 1 ? '1er' : day}${NBSP}${name}${NBSP}${year}`;
}

/** `Nov. 22` · `22 nov.` for lanes and tables. */
export function formatShortDate(when: Date | string, language: Language): string {
  const [, month, day] = split(typeof when === 'string' ? when : dayOf(when));
  const name = SHORT_MONTHS[language][month - 1] ?? '';
  return language === 'en' ? `${name}${NBSP}${day}` : `${day === 1 ? '1er' : day}${NBSP}${name}`;
}

/** `4:30 pm`, `4 pm` · `16 h 30`, `16 h`, in Eastern Time. */
export function formatTime(moment: Date, language: Language): string {
  const { hour, minute } = inZone(moment);
  const minutes = String(minute).padStart(2, '0');
  if (language === 'fr') return `${hour}${NBSP}h${minute ? NBSP + minutes : ''}`;
  return `${hour % 12 || 12}${minute ? `:${minutes}` : ''}${NBSP}${hour < 12 ? 'am' : 'pm'}`;
}

/** `November 22, 2026 at 4:30 pm, Eastern Time` · `22 novembre 2026 à 16 h 30, heure de l’Est`. */
export function formatDateTime(moment: Date, language: Language): string {
  const [at, zone] = language === 'en' ? ['at', 'Eastern Time'] : ['à', 'heure de l’Est'];
  return `${formatDate(moment, language)} ${at} ${formatTime(moment, language)}, ${zone}`;
}

/** `12,345.6` · `12 345,6`; numbers of four digits stay whole in French as in English dimensions. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? NBSP : ',') : whole;
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '−' : '';
  return sign + grouped + (fraction ? (language === 'fr' ? ',' : '.') + fraction : '');
}

/** `1.9 MB` · `1,9 Mo`; under a tenth of a megabyte in kilobytes. 1 MB is 1024 × 1024 bytes, as the limit counts (S17f). */
export function formatBytes(bytes: number, language: Language): string {
  const megabytes = bytes / 1024 / 1024;
  if (megabytes < 0.1) return `${formatNumber(Math.max(1, Math.round(bytes / 1024)), language)}${NBSP}${language === 'fr' ? 'ko' : 'KB'}`;
  return `${formatNumber(megabytes, language, Number.isInteger(megabytes) ? 0 : 1)}${NBSP}${language === 'fr' ? 'Mo' : 'MB'}`;
}

/** `33.4 mm`, `20%` · `33,4 mm`, `20 %`. */
export function formatUnit(value: number, unit: string, language: Language, decimals = 0): string {
  const number = formatNumber(value, language, decimals);
  if (unit === '%') return language === 'fr' ? `${number}${NBSP}%` : `${number}%`;
  return unit ? `${number}${NBSP}${unit}` : number;
}
