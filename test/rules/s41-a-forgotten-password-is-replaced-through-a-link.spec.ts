import { RESET_LINK_AGAIN } from '../../src/accounts/password.rules.js';
import { MINUTE, SECOND } from '../../src/clock.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const ASK = { en: 'Email me a link', fr: 'M’envoyer un lien' } as const;
const SAVE = { en: 'Save my new password', fr: 'Enregistrer mon nouveau mot de passe' } as const;
const OWN = 'four slow barges upstream';

/** S41: a link in the portal, for a single use, with a short life, stored hashed; the same answer for an unknown address. */
describe('S41: a forgotten password is replaced through a link', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const ask = async (usernameOrEmail: string, language: Language = 'en'): Promise<Visitor> => {
    const browser = await portal.visitor({ language }).visit(href('passwordReset', language));
    return browser.fill({ usernameOrEmail }).press(ASK[language]);
  };
  const linkFor = async (usernameOrEmail: string): Promise<Mail> => {
    await portal.deliverMail();
    portal.clock.advance(RESET_LINK_AGAIN);
    await ask(usernameOrEmail);
    return theMail(await portal.deliverMail(), 'password-reset');
  };
  const open = (mail: Mail): Promise<Visitor> => portal.visitor().visit(mail.link);

  it.each(['en', 'fr'] as const)('the link on the sign-in page leads the whole way to a new password (%s)', async (language) => {
    const person = await anApplicant(portal, { language });
    const elsewhere = await signIn(portal, person);
    await portal.deliverMail();
    const browser = await portal.visitor({ language }).visit(href('signIn', language));
    await browser.follow(language === 'en' ? 'Forgot your password?' : 'Vous avez oublié votre mot de passe?');
    await browser.fill({ usernameOrEmail: ` ${person.email.toUpperCase()} ` }).press(ASK[language]);
    expect(browser.path).toBe(href('passwordResetSent', language));
    expect(browser.text).toMatch(
      language === 'en' ? /once, for 30 minutes.*junk or spam/ : /une seule fois, pendant 30 minutes.*pourriels/,
    );
    const mail = theMail(await portal.deliverMail(), 'password-reset');
    expect(mail).toMatchObject({ to: person.email, language, payload: { minutes: 30 } });

    await browser.visit(mail.link);
    await browser.fill({ newPassword: 'short' }).press(SAVE[language]);
    expect(browser.status).toBe(422); // and the link still works
    await browser.fill({ newPassword: OWN }).press(SAVE[language]);
    expect(browser.path).toBe(href('passwordChanged', language));
    expect(theMail(await portal.deliverMail(), 'password-changed').to).toBe(person.email);
    expect(await portal.sql('select 1 from known_device where account_id = $1', [person.accountId])).toEqual([]);
    await expect(signIn(portal, person)).rejects.toThrow('could not sign in');
    expect((await signIn(portal, { ...person, password: OWN })).path).toBe(href('confirmation', language));
    await elsewhere.visit(href('confirmation', language));
    expect(elsewhere.path).not.toBe(href('confirmation', language)); // every other session has ended
  });

  it('opening it uses nothing up; saving does: used, it is a 410 page that helps', async () => {
    const person = await anApplicant(portal);
    const mail = await linkFor(person.username);
    for (let time = 0; time < 3; time++) expect((await open(mail)).status).toBe(200);
    const browser = await open(mail);
    const second = await open(mail);
    await browser.fill({ newPassword: OWN }).press(SAVE.en);
    await second.fill({ newPassword: 'five slow barges upstream' }).press(SAVE.en);
    expect(second.status).toBe(410);
    const again = await open(mail);
    expect(again.status).toBe(410);
    expect(again.heading).toBe('This link was already used');
    await again.follow('Ask for a new link');
    expect(again.path).toBe(href('passwordReset', 'en'));
    expect((await signIn(portal, { ...person, password: OWN })).path).toBe(href('confirmation', 'en'));
  });

  it('a mail scanner that opens it first, by HEAD and by GET, uses nothing up', async () => {
    const person = await anApplicant(portal);
    const mail = await linkFor(person.username);
    for (const method of ['HEAD', 'GET', 'HEAD', 'GET']) expect((await portal.visitor().raw(method, mail.link)).status).toBe(200);
    await (await open(mail)).fill({ newPassword: OWN }).press(SAVE.en);
    expect((await signIn(portal, { ...person, password: OWN })).path).toBe(href('confirmation', 'en'));
  });

  it('two tabs that save at once change it once', async () => {
    const person = await anApplicant(portal);
    const mail = await linkFor(person.email);
    const tabs = [await open(mail), await open(mail)];
    await Promise.all(tabs.map((tab, number) => tab.fill({ newPassword: `${OWN} ${number}` }).press(SAVE.en)));
    expect(tabs.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'password-changed')).toHaveLength(1);
  });

  it('it works for 30 minutes to the second, then it is a 410 page that helps; a link we do not know is 404', async () => {
    const mail = await linkFor((await anApplicant(portal)).username);
    portal.clock.advance(30 * MINUTE - SECOND);
    const browser = await open(mail);
    expect(browser.status).toBe(200);
    portal.clock.advance(SECOND);
    expect((await open(mail)).heading).toBe('The time of this link has run out');
    await browser.fill({ newPassword: OWN }).press(SAVE.en);
    expect(browser.status).toBe(410);
    const unknown = await portal.visitor().visit(href('passwordResetNew', 'fr', { token: 'x'.repeat(43) }));
    expect(unknown.status).toBe(404);
    expect(unknown.heading).toBe('Nous ne connaissons pas ce lien');
  });

  it('the newest saved password closes every other link', async () => {
    const person = await anApplicant(portal);
    const [one, two] = [await linkFor(person.username), await linkFor(person.username)];
    await (await open(two)).fill({ newPassword: OWN }).press(SAVE.en);
    expect((await open(one)).status).toBe(410);
  });

  it('is stored hashed: no table holds the link', async () => {
    const mail = await linkFor((await anApplicant(portal)).username);
    const [row] = await portal.sql<{ hit: number }>(
      `select count(*)::int as hit from password_reset r, outbox_message o where r::text || o::text like '%' || $1 || '%'`,
      [mail.payload.token],
    );
    expect(row?.hit).toBe(0);
  });

  it.each(['en', 'fr'] as const)(
    'nobody learns whether an account exists: the answer is the same, byte for byte (%s)',
    async (language) => {
      const known = await ask((await anApplicant(portal)).email, language);
      const temporary = await anApplicant(portal, { stage: 'temporary' });
      await portal.deliverMail();
      const before = await everyRow(portal);
      for (const unknown of ['nobody@mail.example', 'nobody', temporary.username, temporary.email, `${'x'.repeat(240)}@y.example`]) {
        const browser = await ask(unknown, language);
        expect(browser.trail.map(({ status }) => status)).toEqual(known.trail.map(({ status }) => status));
        expect(browser.html).toBe(known.html);
      }
      expect(await everyRow(portal)).toEqual(before);
      expect(await portal.deliverMail()).toEqual([]);
    },
  );

  it('takes as long for an unknown address as for a known one', async () => {
    const person = await anApplicant(portal);
    const timed = async (name: string): Promise<number> => {
      const begun = performance.now();
      await ask(name);
      return performance.now() - begun;
    };
    const [known, unknown] = [await timed(person.username), await timed('nobody-knows')];
    expect(Math.min(known, unknown)).toBeGreaterThan(140); // both wait for the same moment
  });

  it('nobody’s mailbox is flooded: three links of an account may be open at once', async () => {
    const person = await anApplicant(portal);
    await portal.deliverMail();
    for (let time = 0; time < 5; time++, portal.clock.advance(RESET_LINK_AGAIN)) await ask(person.username);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'password-reset')).toHaveLength(3);
    portal.clock.advance(30 * MINUTE);
    await ask(person.username);
    expect(await portal.deliverMail()).toHaveLength(1);
  });

  it('a second press brings no second mail; who asks again after half a minute gets one', async () => {
    const person = await anApplicant(portal);
    await portal.deliverMail();
    await Promise.all([ask(person.username), ask(person.username)]);
    await ask(person.email);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['password-reset']);
    portal.clock.advance(RESET_LINK_AGAIN);
    await ask(person.email);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['password-reset']);
  });

  it('so many tries from one place are answered with 429; an empty field says what to type', async () => {
    const browser = await portal.visitor().visit(href('passwordReset', 'en'));
    await browser.press(ASK.en);
    expect(browser.errors()).toEqual({ usernameOrEmail: 'Enter your username or email address' });
    const statuses: number[] = [];
    for (let time = 0; time < 11; time++) {
      await browser.visit(href('passwordReset', 'en'));
      await browser.fill({ usernameOrEmail: 'nobody' }).press(ASK.en);
      statuses.push(browser.status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
  });

  it('officers use the same way', async () => {
    const officer = await anOfficer(portal);
    const browser = await open(await linkFor(officer.email));
    await browser.fill({ newPassword: OWN }).press(SAVE.en);
    expect((await signIn(portal, { ...officer, password: OWN })).path).toBe(href('adminQueue', 'en'));
  });
});
