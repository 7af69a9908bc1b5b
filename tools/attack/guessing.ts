import { href } from '../../src/language/routes.js';
import type { LIMITS } from '../../src/security/request-limits.js';
import { Visitor } from '../visitor.js';
import type { Part } from './part.js';
import { anAddress, type Target } from './target.js';

/** Guesses passwords faster than a person could, and counts how many were compared (TRUST.md 1, 7). */
export const guessing: Part = async (target, tell) => {
  const findings: string[] = [];
  const { username, password } = target.someone('declared').signIn;
  const { wrongPasswords, signInsPerAddress } = await builtLimits();

  tell('guessing: one account from one address');
  const address = anAddress();
  const one = await tries(
    target,
    30,
    () => username,
    () => address,
  );
  if (one > wrongPasswords.points) findings.push(`one account from one address: ${one} guesses, not ${wrongPasswords.points}`);

  tell('guessing: many accounts from one address');
  const another = anAddress();
  const many = await tries(
    target,
    40,
    (number) => `PR-${number}`,
    () => another,
  );
  if (many > signInsPerAddress.points) findings.push(`many accounts from one address: ${many} guesses, not ${signInsPerAddress.points}`);

  tell('guessing: made-up addresses in front of the real one');
  const third = anAddress();
  const madeUp = await tries(
    target,
    30,
    () => username,
    (number) => `203.0.113.${number}, ${third}`,
  );
  if (madeUp > wrongPasswords.points) findings.push(`made-up forwarded addresses: ${madeUp} guesses, not ${wrongPasswords.points}`);

  const owner = await target.visitor().visit(href('signIn', 'en'));
  await owner.fill({ username, password }).press('Sign in');
  if (owner.path.startsWith(href('signIn', 'en'))) findings.push(`the owner can't sign in from elsewhere: ${owner.status}`);
  return { tool: 'password guessing', cases: '100 guesses in 3 ways', findings };
};

/** How many of so many tries at once were not told to wait. */
async function tries(
  target: Target,
  count: number,
  username: (number: number) => string,
  from: (number: number) => string,
): Promise<number> {
  const statuses = await Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const browser = new Visitor(target.address, { headers: { 'X-Forwarded-For': from(number) } });
      await browser.visit(href('signIn', 'en'));
      await browser.fill({ username: username(number), password: `guess number ${number}` }).press('Sign in');
      return browser.status;
    }),
  );
  return statuses.filter((status) => status !== 429 && status !== 503).length;
}

/** What is built is attacked, and these are its own numbers. */
async function builtLimits(): Promise<typeof LIMITS> {
  const built = (await import(new URL('../../dist/security/request-limits.js', import.meta.url).href)) as { LIMITS: typeof LIMITS };
  return built.LIMITS;
}
