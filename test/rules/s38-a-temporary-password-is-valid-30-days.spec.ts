import { DAY, SECOND, after as later } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { createAccount, openRepliedCase } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S38: 30 × 24 h. One second before works, one after is refused with the next step; until then it opens the page any number of times. */
describe('S38: a temporary password is valid 30 days', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(['en', 'fr'] as const)(
    'it works one second before its end, as often as one likes, and not one second after (%s)',
    async (language) => {
      const made = portal.clock.now();
      const person = await anApplicant(portal, { stage: 'temporary', language });
      for (const moment of [made, later(made, 12 * DAY), later(made, 30 * DAY - SECOND)]) {
        portal.clock.moveTo(moment);
        for (let time = 0; time < 2; time++) expect((await signIn(portal, person)).path).toBe(href('firstSignIn', language));
      }
      for (const moment of [later(made, 30 * DAY), later(made, 30 * DAY + SECOND)]) {
        portal.clock.moveTo(moment);
        const browser = await portal.visitor({ language }).visit(href('signIn', language));
        await browser.fill({ username: person.username, password: person.password }).pressEnter('password');
        expect(browser.status).toBe(422);
        expect(Object.keys(browser.errors())).toEqual(['username']);
        // the next step stands on the page
        await browser.follow(language === 'en' ? 'Ask for a new temporary password' : 'Demander un nouveau mot de passe temporaire');
        expect(browser.path).toBe(href('temporaryPassword', language));
        expect(browser.status).toBe(200);
      }
    },
  );

  it('a page that it opened ends with it, and saves no password afterwards', async () => {
    const made = portal.clock.now();
    const person = await anApplicant(portal, { stage: 'temporary' });
    portal.clock.moveTo(later(made, 30 * DAY - SECOND));
    const browser = await signIn(portal, person);
    expect(browser.path).toBe(href('firstSignIn', 'en'));
    portal.clock.advance(2 * SECOND);
    await browser.fill({ newPassword: 'copper lantern under nine bridges' }).press('Save my password');
    expect(browser.path).toBe(href('sessionEnded', 'en'));
    const { password } = person;
    for (const tried of [password, 'copper lantern under nine bridges'])
      await expect(signIn(portal, { ...person, password: tried })).rejects.toThrow(/could not sign in \(422\)/);
  });

  it('spaces, hyphens and capital letters in it do not matter', async () => {
    const person = await anApplicant(portal, { stage: 'temporary' });
    for (const password of [person.password.replace(/ /g, ''), ` ${person.password.toUpperCase()} `, person.password.replace(/ /g, '-')]) {
      expect((await signIn(portal, { ...person, password })).path).toBe(href('firstSignIn', 'en'));
    }
  });

  it('an officer sees until when it works, and afterwards that it ended', async () => {
    let officer = await signIn(portal, await anOfficer(portal));
    const { caseId } = await openRepliedCase(portal, officer);
    await createAccount(portal, officer, caseId);
    expect(officer.text).toContain('The temporary password works until');
    portal.clock.advance(30 * DAY);
    officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toContain('The temporary password ended on');
    expect(officer.lead).toContain('Waiting on you: ask for a new password');
  });
});
