import { PasswordHasher } from '../../src/accounts/password-hasher.js';
import type { TestPortal } from './app.js';

/** Counts the passwords that the portal compares meanwhile. */
export async function hashesOf(portal: TestPortal, work: () => Promise<unknown>): Promise<number> {
  const hasher = portal.get(PasswordHasher);
  const verifying = hasher.verifying.bind(hasher);
  let hashes = 0;
  hasher.verifying = (asker, judge) =>
    verifying(asker, (verify) =>
      judge((...given) => {
        hashes++;
        return verify(...given);
      }),
    );
  try {
    await work();
  } finally {
    hasher.verifying = verifying;
  }
  return hashes;
}
