import { newTemporaryPassword } from '../../src/accounts/credentials.js';
import { normalTemporaryPassword } from '../../src/accounts/password.rules.js';

/** TRUST.md 13, S38: a temporary password is read off a screen or paper, and can't be guessed. */
describe('a temporary password', () => {
  const many = Array.from({ length: 3000 }, newTemporaryPassword);
  const signs = new Set(normalTemporaryPassword(many.join('')));

  it('holds no signs that look alike in any font', () => {
    expect([...signs].filter((sign) => 'il1o0|ILO'.includes(sign))).toEqual([]);
  });

  it('has at least 128 bits: so many signs, each one of so many', () => {
    for (const password of many) expect(normalTemporaryPassword(password).length * Math.log2(signs.size)).toBeGreaterThanOrEqual(128);
    expect(new Set(many).size).toBe(many.length);
  });

  it('is written in short groups, and read with or without them, in any case', () => {
    for (const password of many.slice(0, 20)) {
      expect(password).toMatch(/^([a-z2-9]{5} ){5}[a-z2-9]$/);
      for (const typed of [password.replaceAll(' ', ''), password.toUpperCase(), ` ${password.replaceAll(' ', '-')} `])
        expect(normalTemporaryPassword(typed)).toBe(normalTemporaryPassword(password));
    }
  });
});
