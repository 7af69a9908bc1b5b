import { Account } from '../../src/accounts/account.entity.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { HOUR, SECOND } from '../../src/clock.js';
import { DeclaringPaused, PresenceService } from '../../src/confirmation/presence.service.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { theMail } from '../support/mailbox.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: { send: 'Send me the link', use: 'Use this address', change: 'Change my email address', save: 'Save my new password' },
  fr: {
    send: 'M’envoyer le lien',
    use: 'Utiliser cette adresse',
    change: 'Modifier mon adresse courriel',
    save: 'Enregistrer mon nouveau mot de passe',
  },
} as const;
let count = 0;
const newAddress = (): string => `new-${++count}@mail.example`;

/** PORTAL.md 6.9, TRUST.md 16: password again, a link to the new address, both told, other sessions ended, declaring paused. */
describe('changing an address of mail', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const ask = async (person: Someone, email: string, language: Language = 'en') => {
    const browser = await (await signIn(portal, person)).visit(href('accountEmail', language));
    await portal.deliverMail();
    return browser.fill({ email, password: PASSWORD }).press(WORDS[language].send);
  };
  const addressOf = async (person: Someone): Promise<string> => (await portal.em().findOneOrFail(Account, { id: person.accountId })).email;
  const changed = async (person: Someone): Promise<string> => {
    const email = newAddress();
    const browser = await ask(person, email, person.language);
    await browser.visit(theMail(await portal.deliverMail(), 'email-change-link').link);
    await browser.press(WORDS[person.language].use);
    return email;
  };

  it.each(['en', 'fr'] as const)(
    'counts only once its link was opened and pressed; then both are told and others’ sessions end (%s)',
    async (language) => {
      const person = await anApplicant(portal, { language });
      const [elsewhere, email] = [await signIn(portal, person), newAddress()];
      const start = await (await signIn(portal, person)).visit(href('account', language));
      await start.follow(WORDS[language].change);
      const browser = await ask(person, email, language);
      expect(browser.path).toBe(href('accountEmailSent', language));
      const mails = await portal.deliverMail();
      expect(mails.map(({ template, to }) => [template, to])).toEqual([['email-change-link', email]]);
      const { link } = theMail(mails, 'email-change-link');
      const scanner = portal.visitor();
      await scanner.raw('HEAD', link);
      await scanner.visit(link);
      expect(await addressOf(person)).toBe(person.email);

      await browser.visit(link);
      await browser.press(WORDS[language].use);
      expect(browser.path).toBe(href('newEmailConfirmed', language));
      expect(await addressOf(person)).toBe(email);
      expect((await portal.em().findOneOrFail(Person, { id: person.personId })).email).toBe(email);
      const told = (await portal.deliverMail()).filter(({ template }) => template === 'email-address-changed');
      expect(told.map(({ to }) => to).sort()).toEqual([email, person.email].sort());
      expect(told[0]?.text).not.toContain(person.caseNumber);
      await elsewhere.visit(href('account', language));
      expect(elsewhere.path).toBe(href('sessionEnded', language));
      await browser.visit(href('account', language));
      expect(browser.text).toContain(email);
      expect((await portal.visitor().visit(link)).status).toBe(410);
      expect(await portal.em().count(AuditEvent, { subject: person.accountId, action: 'email.changed' })).toBe(1);
    },
  );

  it('a link works for 24 hours to the second, only the newest one, and links mailed before to the former address are dead', async () => {
    const person = await anApplicant(portal);
    const [first, second] = [newAddress(), newAddress()];
    const one = await ask(person, first);
    const old = theMail(await portal.deliverMail(), 'email-change-link').link;
    await one.visit(href('accountEmail', 'en'));
    await one.fill({ email: second, password: PASSWORD }).press(WORDS.en.send);
    const { link } = theMail(await portal.deliverMail(), 'email-change-link');
    expect((await portal.visitor().visit(old)).status).toBe(410);
    const reset = await portal.visitor().visit(href('passwordReset', 'en'));
    await reset.fill({ usernameOrEmail: person.username }).press('Email me a link');
    const resetLink = theMail(await portal.deliverMail(), 'password-reset').link;
    expect((await portal.visitor().visit(resetLink)).status).toBe(200);
    portal.clock.advance(24 * HOUR - SECOND);
    const browser = await portal.visitor().visit(link);
    expect(browser.status).toBe(200);
    await browser.press(WORDS.en.use);
    expect(await addressOf(person)).toBe(second);
    expect((await portal.visitor().visit(resetLink)).status).toBe(410);

    const late = await ask(await anApplicant(portal), newAddress());
    const ended = theMail(await portal.deliverMail(), 'email-change-link').link;
    portal.clock.advance(24 * HOUR);
    expect(late.path).toBe(href('accountEmailSent', 'en'));
    expect((await portal.visitor().visit(ended)).status).toBe(410);
    expect((await portal.visitor().visit(href('newEmailConfirm', 'fr', { token: 'x'.repeat(43) }))).status).toBe(404);
  });

  it('a link that was asked for with a password is dead once another password is saved', async () => {
    const person = await anApplicant(portal);
    await ask(person, newAddress());
    const { link } = theMail(await portal.deliverMail(), 'email-change-link');
    const owner = await signIn(portal, person);
    await owner.visit(href('accountPassword', 'en'));
    await owner.fill({ currentPassword: PASSWORD, newPassword: 'seven blue kettles on a shelf' }).press(WORDS.en.save);
    expect(owner.path).toContain(href('account', 'en'));
    expect((await portal.visitor().visit(link)).status).toBe(410);
    expect(await addressOf(person)).toBe(person.email);
  });

  it('an address of another open case or of a representative is not accepted, in neutral words; nothing changes', async () => {
    const person = await anApplicant(portal);
    const other = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, other);
    const browser = await (await signIn(portal, person)).visit(href('accountEmail', 'en'));
    const before = await everyRow(portal);
    const taken =
      'We can’t use this address for this person. Give another, or write to us. Someone who is an applicant here and a helper elsewhere uses two addresses.';
    for (const [email, password, field, words] of [
      [other.email, PASSWORD, 'email', taken],
      [representative.email.toUpperCase(), PASSWORD, 'email', taken],
      [person.email, PASSWORD, 'email', 'That is the address we have already'],
      ['no address', PASSWORD, 'email', 'Enter an email address like name@example.com'],
      [newAddress(), 'not mine at all', 'password', 'That is not your password'],
    ] as const) {
      await browser.visit(href('accountEmail', 'en'));
      await browser.fill({ email, password }).press(WORDS.en.send);
      expect([email, browser.status, browser.errors()]).toEqual([email, 422, { [field]: words }]);
    }
    expect((await everyRow(portal)).account).toEqual(before.account);
    const helper = await (await signIn(portal, representative)).visit(href('accountEmail', 'en'));
    await helper.fill({ email: person.email, password: PASSWORD }).press(WORDS.en.send);
    expect(helper.status).toBe(422); // S32 the other way round
  });

  it('somebody who takes the address meanwhile keeps it', async () => {
    const [one, two, email] = [await anApplicant(portal), await anApplicant(portal), newAddress()];
    await ask(one, email);
    const first = theMail(await portal.deliverMail(), 'email-change-link').link;
    await ask(two, email);
    const second = theMail(await portal.deliverMail(), 'email-change-link').link;
    await (await portal.visitor().visit(first)).press(WORDS.en.use);
    const browser = await portal.visitor().visit(second);
    await browser.press(WORDS.en.use);
    expect(browser.status).toBe(409);
    expect([await addressOf(one), await addressOf(two)]).toEqual([email, two.email]);
  });

  it.each(['en', 'fr'] as const)('declaring waits 24 hours, whatever the page does, and says until when (%s)', async (language) => {
    const person = await anApplicant(portal, { language });
    await changed(person);
    const path = href('presence', language, { person: person.personId });
    const browser = await (await signIn(portal, person)).visit(path);
    expect(browser.status).toBe(200);
    expect(browser.$('form#main-form')).toHaveLength(0);
    expect(browser.lead).toMatch(language === 'en' ? /Eastern Time/ : /heure de l’Est/);
    await browser.forge(path, { agreed: '1', name: person.name, password: PASSWORD });
    expect(browser.status).toBe(409);
    const actor = { kind: 'applicant', accountId: person.accountId, personId: person.personId, language } as const;
    await expect(portal.get(PresenceService).declare(actor, person.personId, person.name, language)).rejects.toThrow(DeclaringPaused);
    portal.clock.advance(24 * HOUR - SECOND);
    await expect(portal.get(PresenceService).declare(actor, person.personId, person.name, language)).rejects.toThrow(DeclaringPaused);
    portal.clock.advance(SECOND);
    const open = await (await signIn(portal, person)).visit(path);
    expect(open.$('form#main-form')).toHaveLength(1);
  });

  it('officers and representatives change theirs the same way', async () => {
    for (const person of [await anOfficer(portal), await aRepresentativeOf(portal, await anApplicant(portal))]) {
      const email = await changed(person);
      expect(await addressOf(person)).toBe(email);
      expect((await portal.deliverMail()).filter(({ template }) => template === 'staff-email-changed')).toHaveLength(2);
    }
  });

  describe('by an officer, for a lost mailbox', () => {
    const open = async (person: Applicant, language: Language = 'en') => {
      const officer = await signIn(portal, await anOfficer(portal, { language }));
      await officer.visit(href('adminCase', language, { case: person.caseId }));
      return officer.follow(language === 'en' ? 'Change the email address' : 'Modifier l’adresse courriel');
    };

    it.each(['en', 'fr'] as const)(
      'records how the identity was checked; same mails, same pause, and what was mailed before is dead (%s)',
      async (language) => {
        const [person, email] = [await anApplicant(portal, { language }), newAddress()];
        const reset = await portal.visitor().visit(href('passwordReset', 'en'));
        await reset.fill({ usernameOrEmail: person.username }).press('Email me a link');
        const resetLink = theMail(await portal.deliverMail(), 'password-reset').link;
        const officer = await open(person, language);
        await officer.press(language === 'en' ? 'Send the link to the new address' : 'Envoyer le lien à la nouvelle adresse');
        expect([officer.status, Object.keys(officer.errors()).sort()]).toEqual([422, ['check', 'email']]);
        await officer
          .choose('check', 'video')
          .fill({ email })
          .press(language === 'en' ? 'Send the link to the new address' : 'Envoyer le lien à la nouvelle adresse');
        expect(officer.path).toBe(`${href('adminCase', language, { case: person.caseId })}?done=email`);
        expect((await portal.visitor().visit(resetLink)).status).toBe(410);
        expect(await addressOf(person)).toBe(person.email);
        const [event] = await portal.em().find(AuditEvent, { subject: person.accountId, action: 'email.change_asked' });
        expect(event).toMatchObject({ actorKind: 'officer', details: { check: 'video' } });

        const browser = await portal.visitor({ language }).visit(theMail(await portal.deliverMail(), 'email-change-link', email).link);
        await browser.press('Use this address').catch(() => browser.press(WORDS[language].use));
        expect(await addressOf(person)).toBe(email);
        expect((await portal.deliverMail()).map(({ to }) => to).sort()).toEqual([email, person.email].sort());
        const actor = { kind: 'applicant', accountId: person.accountId, personId: person.personId, language } as const;
        await expect(portal.get(PresenceService).declare(actor, person.personId, person.name, language)).rejects.toThrow(DeclaringPaused);
      },
    );

    it('the officer sees why an address can’t be used', async () => {
      const [person, other] = [await anApplicant(portal), await anApplicant(portal)];
      const officer = await open(person);
      await officer.choose('check', 'in_person').fill({ email: other.email }).press('Send the link to the new address');
      expect(officer.errors().email).toContain('another open case');
      await officer.choose('check', 'in_person').fill({ email: person.email }).press('Send the link to the new address');
      expect(officer.errors().email).toContain('on file already');
    });
  });
});
