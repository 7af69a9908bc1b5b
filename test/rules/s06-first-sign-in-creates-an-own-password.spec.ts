import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { handlersOf } from '../support/handlers.js';
import { anApplicant, type Applicant } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const OWN = 'four slow barges upstream';
const SAVE = { en: 'Save my password', fr: 'Enregistrer mon mot de passe' } as const;

/** S6: a session opened with a temporary password reaches only "create your own password"; saved, the temporary one is dead. */
describe.each(['en', 'fr'] as const)('S6: first sign-in, create your own password (%s)', (language) => {
  let portal: TestPortal;
  let person: Applicant;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    person = await anApplicant(portal, { stage: 'temporary', language });
    browser = await signIn(portal, person);
  });
  afterAll(() => portal.close());

  it('signing in leads to that page, which has no tab of the portal', () => {
    expect(browser.path).toBe(href('firstSignIn', language));
    expect(browser.$('nav.tabs a')).toHaveLength(0);
  });

  it('every other page and act of signed-in people leads back to it, and nothing changes', async () => {
    const before = await everyRow(portal);
    const others = handlersOf(portal).filter(
      ({ access, route }) => typeof access === 'object' && route !== 'firstSignIn' && route !== 'signOut',
    );
    expect(others.length).toBeGreaterThan(20);
    for (const { verb, paths } of others) {
      const path = (paths.find((each) => each.startsWith(`/${language}/`)) ?? paths[0] ?? '')
        .replace(/:person/g, person.personId)
        .replace(/:\w+/g, crypto.randomUUID());
      if (verb === 'GET') await browser.visit(path);
      else await browser.forge(path);
      expect([verb, path, browser.path]).toEqual([verb, path, href('firstSignIn', language)]);
    }
    expect(await everyRow(portal)).toEqual(before);
  });

  it('a password that is too easy is refused with the reason, and may be tried again', async () => {
    await browser.visit(href('firstSignIn', language));
    await browser.fill({ newPassword: 'short' }).press(SAVE[language]);
    expect(browser.status).toBe(422);
    expect(browser.errors().newPassword).toMatch(/15/);
    expect(browser.html).not.toContain('value="short"');
  });

  it('saved, it is theirs: the temporary one is dead, and the session has ended', async () => {
    await browser.fill({ newPassword: OWN }).press(SAVE[language]);
    expect(browser.path).toBe(href('passwordChanged', language));
    await browser.visit(href('confirmation', language));
    expect(browser.path).not.toBe(href('confirmation', language));
    await expect(signIn(portal, person)).rejects.toThrow('could not sign in');
    const again = await signIn(portal, { ...person, password: OWN });
    expect(again.path).toBe(href('confirmation', language));
  });
});

it('S6: of two windows that save at once, one password is saved; the other window is asked to sign in', async () => {
  const portal = await aPortal();
  try {
    const person = await anApplicant(portal, { stage: 'temporary' });
    const windows = [await signIn(portal, person), await signIn(portal, person)];
    const passwords = [OWN, 'nine odd kettles whistling'];
    await portal.deliverMail();
    await Promise.all(windows.map((browser, at) => browser.fill({ newPassword: passwords[at] ?? '' }).press(SAVE.en)));
    const saved = windows.findIndex(({ path }) => path === href('passwordChanged', 'en'));
    expect(windows.map(({ path }) => path).sort()).toEqual([href('passwordChanged', 'en'), href('signIn', 'en')].sort());
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['password-changed']);
    const again = await signIn(portal, { ...person, password: passwords[saved] ?? '' });
    expect(again.path).toBe(href('confirmation', 'en'));
  } finally {
    await portal.close();
  }
});
