import { cardDue } from '../../src/cards/card-due.js';
import { daysBetween } from '../../src/language/formats.js';

describe('the promised day of a card', () => {
  it.each([
    ['2026-11-22', { state: 'late', daysLate: 1, sign: 'wrong' }],
    ['2026-10-23', { state: 'late', daysLate: 31, sign: 'wrong' }],
    ['2026-11-23', { state: 'today', daysLate: 0, sign: 'warn' }],
    ['2026-11-24', { state: 'tomorrow', daysLate: 0, sign: 'warn' }],
    ['2026-11-25', { state: 'later', daysLate: 0, sign: null }],
  ])('%s, seen on 2026-11-23', (day, expected) => {
    expect(cardDue(day, '2026-11-23')).toEqual({ day, ...expected });
  });

  it('counts days over a change of clocks and of year', () => {
    expect(daysBetween('2026-10-31', '2026-11-02')).toBe(2);
    expect(daysBetween('2026-12-30', '2027-01-13')).toBe(14);
  });
});
