import { availableParallelism } from 'node:os';
import { PasswordHasher } from '../../src/accounts/password-hasher.js';

/** Compares one password, for a visitor. */
const verify = (hasher: PasswordHasher, hashed: string | null | undefined, password: string): Promise<boolean> =>
  hasher.verifying('visitor', (compare) => compare(hashed, password));

const PASSWORD = 'a kettle of slow words';

/** TRUST.md 18. */
describe('hashing passwords', () => {
  const hasher = new PasswordHasher(Buffer.alloc(32, 'pepper'));

  it('is argon2id with 19 MiB, two passes and one lane, and a salt of its own each time', async () => {
    const [one, other] = [await hasher.hash(PASSWORD), await hasher.hash(PASSWORD)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
    expect([await verify(hasher, one, PASSWORD), await verify(hasher, one, `${PASSWORD}.`)]).toEqual([true, false]);
  });

  it('needs the pepper, which the database does not hold', async () => {
    const hashed = await hasher.hash(PASSWORD);
    expect(await verify(new PasswordHasher(Buffer.alloc(32, 'another')), hashed, PASSWORD)).toBe(false);
  });

  it('lets whoever is in go first, but never so long that nobody else comes in', async () => {
    const order: string[] = [];
    const crowd = (asker: 'known' | 'visitor', count: number) =>
      Array.from({ length: count }, async (_, at) => {
        await hasher.verifying(asker, (compare) => compare(null, `${asker} ${at}`));
        order.push(asker);
      });
    const busy = crowd('known', availableParallelism());
    await Promise.all([...busy, ...crowd('visitor', 2), ...crowd('known', 12)]);
    const waited = order.slice(availableParallelism());
    expect(waited[0]).toBe('known');
    // one turn of four is a visitor's; two that are compared at the same time may end in either order
    expect(waited.lastIndexOf('visitor')).toBeLessThan(8 + availableParallelism());
  });

  it('is false where there is no hash, and looks for none', async () => {
    expect([await verify(hasher, null, PASSWORD), await verify(hasher, undefined, 'nobody has this password')]).toEqual([false, false]);
  });
});
