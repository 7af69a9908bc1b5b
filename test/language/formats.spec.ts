import {
  addDays,
  dayOf,
  formatBytes,
  formatDate,
  formatDateTime,
  formatNumber,
  formatShortDate,
  formatTime,
  formatUnit,
} from '../../src/language/formats.js';

const N = '\u00a0';
const AFTERNOON = new Date('2026-11-22T21:30:00Z');

describe('dates and numbers as the federal government writes them', () => {
  it.each([
    [formatDate('2026-11-22', 'en'), `November${N}22, 2026`],
    [formatDate('2026-11-22', 'fr'), `22${N}novembre${N}2026`],
    [formatDate('2027-01-01', 'fr'), `1er${N}janvier${N}2027`],
    [formatShortDate('2026-11-22', 'en'), `Nov.${N}22`],
    [formatShortDate('2026-08-01', 'fr'), `1er${N}août`],
    [formatTime(AFTERNOON, 'en'), `4:30${N}pm`],
    [formatTime(AFTERNOON, 'fr'), `16${N}h${N}30`],
    [formatTime(new Date('2026-11-22T21:00:00Z'), 'en'), `4${N}pm`],
    [formatTime(new Date('2026-11-22T21:00:00Z'), 'fr'), `16${N}h`],
    [formatTime(new Date('2026-11-22T17:00:00Z'), 'en'), `12${N}pm`],
    [formatTime(new Date('2026-11-22T05:05:00Z'), 'en'), `12:05${N}am`],
    [formatTime(new Date('2026-11-22T05:05:00Z'), 'fr'), `0${N}h${N}05`],
    [formatDateTime(AFTERNOON, 'en'), `November${N}22, 2026 at 4:30${N}pm, Eastern Time`],
    [formatDateTime(AFTERNOON, 'fr'), `22${N}novembre${N}2026 à 16${N}h${N}30, heure de l’Est`],
    [formatNumber(12345.64, 'en', 1), '12,345.6'],
    [formatNumber(12345.64, 'fr', 1), `12${N}345,6`],
    [formatNumber(2800, 'fr'), '2800'],
    [formatBytes(4 * 1024 * 1024, 'en'), `4${N}MB`],
    [formatBytes(2_000_000, 'fr'), `1,9${N}Mo`],
    [formatBytes(12_000, 'fr'), `12${N}ko`],
    [formatUnit(20, '%', 'en'), '20%'],
    [formatUnit(20, '%', 'fr'), `20${N}%`],
    [formatUnit(33.44, 'mm', 'fr', 1), `33,4${N}mm`],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected);
  });

  it('knows the day in Eastern Time, on both sides of midnight and of the clock change', () => {
    expect(dayOf(new Date('2026-11-23T04:59:59Z'))).toBe('2026-11-22');
    expect(dayOf(new Date('2026-11-23T05:00:00Z'))).toBe('2026-11-23');
    expect(dayOf(new Date('2026-07-01T03:59:59Z'))).toBe('2026-06-30');
    expect(addDays('2026-12-30', 14)).toBe('2027-01-13');
  });
});
