import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ServiceUnavailableException } from '@nestjs/common';
import { PasswordHasher } from '../../src/accounts/password-hasher.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { RETRY_AFTER } from '../../src/security/request-limits.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const QUEUE = 64;
const SAVE = { en: 'Save my new password', fr: 'Enregistrer mon nouveau mot de passe' } as const;

/** TRUST.md 18: argon2id takes a core and 19 MiB each; beyond a short queue the portal says that it is busy, and stays awake. */
describe('a hundred passwords at once', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const verify = (password: string): Promise<boolean> =>
    portal.get(PasswordHasher).verifying('visitor', (compare) => compare(null, password));

  it('as many are hashed at once as there are cores, 64 wait, the rest are turned away', async () => {
    await verify('the decoy is made');
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, (_, at) => verify(`password ${at}`)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(Math.max(0, 100 - QUEUE - availableParallelism()));
    for (const { reason } of refused) expect(reason).toBeInstanceOf(ServiceUnavailableException);
    await expect(verify('afterwards there is room again')).resolves.toBe(false);
  });

  it.each(['en', 'fr'] as const)(
    'meanwhile other pages are answered, and a sign-in past the queue gets 503 with Retry-After, as a page, and counts as no try; whoever is signed in is not kept waiting (%s)',
    async (language: Language) => {
      const person = await anApplicant(portal, { language });
      let busy = true;
      let done = 0;
      const keepBusy = async (): Promise<void> => {
        while (busy) {
          await verify('somebody else').then(
            () => done++,
            () => nextTurn(),
          );
        }
      };
      const inside = await signIn(portal, await anApplicant(portal, { language }));
      await inside.visit(href('accountPassword', language));
      const tries = () => portal.sql('select key, wrong from wrong_try');
      const before = await tries();
      const browser = await portal.visitor({ language }).visit(href('signIn', language));
      const crowd = Array.from({ length: QUEUE + 2 * availableParallelism() }, keepBusy);
      try {
        for (const name of ['help', 'contact', 'privacy'] as const) {
          const hashedBefore = done;
          expect((await portal.visitor({ language }).visit(href(name, language))).status).toBe(200);
          expect(done - hashedBefore).toBeLessThan(QUEUE); // it did not wait until the queue was empty
        }
        await browser.fill({ username: person.username, password: person.password }).pressEnter('password');
        expect(browser.status).toBe(503);
        expect(browser.headers['retry-after']).toBe(String(RETRY_AFTER / 1000));
        expect(browser.text).toContain(String(RETRY_AFTER / 1000));
        expect(await tries()).toEqual(before);
        await inside.fill({ currentPassword: PASSWORD, newPassword: 'four slow barges upstream' }).press(SAVE[language]);
        expect(inside.path).toBe(`${href('account', language)}?done=password`);
      } finally {
        busy = false;
        await Promise.all(crowd);
      }
      expect((await signIn(portal, person)).path).toBe(href('confirmation', language));
    },
  );
});
