import { addressOf, codeOf, newSecret, stepOf } from '../../../src/accounts/second-factor/authenticator-code.js';
import { qrPicture } from '../../../src/pages/qr-picture.js';
import { readCode, stepAt } from '../../../src/accounts/second-factor/second-factor.rules.js';
import { after, SECOND } from '../../../src/clock.js';

/** The key of RFC 6238, appendix B: "12345678901234567890". */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('codes by time', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at second %d', (second, code) => {
    const now = new Date(second * SECOND);
    expect(codeOf(RFC_SECRET, stepAt(now))).toBe(code);
    expect(stepOf(RFC_SECRET, code, now)).toBe(stepAt(now));
  });

  it.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])('of a clock that is %d steps off: taken is %s', (steps, taken) => {
    const [secret, now] = [newSecret(), new Date('2026-11-23T15:00:10Z')];
    const code = codeOf(secret, stepAt(after(now, steps * 30 * SECOND)));
    expect(stepOf(secret, code, now)).toBe(taken ? stepAt(now) + steps : null);
  });

  it('come from secrets of 160 bits, each another one', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['12345', null],
    ['1234567', null],
    ['abcdef', null],
    ['', null],
  ])('typed as "%s" are read as %s', (typed, read) => expect(readCode(typed)).toBe(read));
});

it('the picture holds the address for an app, dark on light, with a quiet border', () => {
  const address = addressOf(RFC_SECRET, 'PR Confirmation Portal', 'k7mx-4qtr-p2');
  expect(address).toMatch(/^otpauth:\/\/totp\/PR%20Confirmation%20Portal:k7mx-4qtr-p2\?/);
  expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({
    secret: RFC_SECRET,
    issuer: 'PR Confirmation Portal',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
  const { size, path } = qrPicture(address);
  const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, length]) => [Number(x), Number(y), Number(length)] as const);
  expect(bars.map(([x, y, length]) => `M${x} ${y}h${length}v1h-${length}z`).join('')).toBe(path);
  // the three corners that readers look for: a bar of seven at the top left and right, and at the bottom left
  expect(bars.filter(([x, y, length]) => length === 7 && y === 4 && (x === 4 || x === size - 11))).toHaveLength(2);
  expect(bars.filter(([x, y, length]) => length === 7 && x === 4 && y === size - 5)).toHaveLength(1);
  for (const [x, y, length] of bars) expect(x >= 4 && y >= 4 && y < size - 4 && x + length <= size - 4).toBe(true);
});
