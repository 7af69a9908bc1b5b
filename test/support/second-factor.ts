import { Account } from '../../src/accounts/account.entity.js';
import { codeOf, newSecret } from '../../src/accounts/second-factor/authenticator-code.js';
import { SecondFactor } from '../../src/accounts/second-factor/second-factor.entity.js';
import { stepAt } from '../../src/accounts/second-factor/second-factor.rules.js';
import type { TestPortal } from './app.js';

/** Gives an account an authenticator app, without the pages; answers with its secret. */
export async function addApp(portal: TestPortal, accountId: string): Promise<string> {
  const [em, secret] = [portal.em(), newSecret()];
  em.create(SecondFactor, { account: em.getReference(Account, accountId), kind: 'app', secret, addedAt: portal.clock.now() });
  await em.flush();
  return secret;
}

/**
 * A code that works now, as the person's app shows it. The clock of the tests stands, and a step counts once: of several sign-ins at
 * one moment each gets the next step that is still taken, and past those the account forgets which it took.
 */
export async function codeFor(portal: TestPortal, username: string): Promise<string> {
  const em = portal.em();
  const app = await em.findOneOrFail(SecondFactor, { account: { username }, kind: 'app' }, { orderBy: { addedAt: 'asc' } });
  const now = stepAt(portal.clock.now());
  const next = Math.max(now - 1, (app.lastStep ?? 0) + 1);
  if (next <= now + 1) return codeOf(app.secret ?? '', next);
  app.lastStep = null;
  await em.flush();
  return codeOf(app.secret ?? '', now - 1);
}
