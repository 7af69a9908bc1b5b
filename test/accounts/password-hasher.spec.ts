import { PasswordHasher } from '../../src/accounts/password-hasher.js';

const PASSWORD = 'a kettle of slow words';

/** TRUST.md 18. */
describe('hashing passwords', () => {
  const hasher = new PasswordHasher(Buffer.alloc(32, 'pepper'));

  it('is argon2id with 19 MiB, two passes and one lane, and a salt of its own each time', async () => {
    const [one, other] = [await hasher.hash(PASSWORD), await hasher.hash(PASSWORD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
    expect([await hasher.verify(one, PASSWORD), await hasher.verify(one, `${PASSWORD}.`)]).toEqual([true, false]);
  });

  it('needs the pepper, which the database does not hold', async () => {
    const hashed = await hasher.hash(PASSWORD);
    expect(await new PasswordHasher(Buffer.alloc(32, 'another')).verify(hashed, PASSWORD)).toBe(false);
  });

  it('is false where there is no hash, and looks for none', async () => {
    expect([await hasher.verify(null, PASSWORD), await hasher.verify(undefined, 'nobody has this password')]).toEqual([false, false]);
  });
});
