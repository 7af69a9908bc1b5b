import { setTimeout as nextMoment } from 'node:timers/promises';
import pg from 'pg';
import { Account } from '../../src/accounts/account.entity.js';
import { PasswordRequestService } from '../../src/accounts/password-request.service.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { hashOfToken } from '../../src/privacy/vault.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const OWN = 'four slow barges upstream';
const WORDS = {
  en: { account: 'My account', change: 'Change my password', act: 'Save my new password' },
  fr: { account: 'Mon compte', change: 'Modifier mon mot de passe', act: 'Enregistrer mon nouveau mot de passe' },
} as const;

/** TRUST.md 16, PAGES.md 5: the present password is asked for again; other sessions end, this one goes on under a new id. */
describe('changing one’s password', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  /** How many browsers the portal knows of somebody. */
  const known = async ({ accountId }: Someone): Promise<number> =>
    (await portal.sql('select 1 from known_device where account_id = $1', [accountId])).length;

  const people: Record<string, (language: Language) => Promise<Someone>> = {
    applicant: (language) => anApplicant(portal, { language }),
    representative: async (language) => aRepresentativeOf(portal, await anApplicant(portal), { language }),
    officer: (language) => anOfficer(portal, { language }),
  };

  it.each(Object.keys(people).flatMap((kind) => (['en', 'fr'] as const).map((language) => [kind, language] as const)))(
    'is done by every %s from “My account” (%s)',
    async (kind, language) => {
      const person = await (people[kind] as (language: Language) => Promise<Someone>)(language);
      const [browser, elsewhere] = [await signIn(portal, person), await signIn(portal, person)];
      await browser.follow(WORDS[language].account);
      expect(browser.path).toBe(href('account', language));
      expect(browser.text).toContain(person.email);
      await browser.follow(WORDS[language].change);
      expect(browser.path).toBe(href('accountPassword', language));
      const cookie = browser.cookies.get('__Host-session');
      expect(await known(person)).toBe(2);
      await portal.deliverMail();
      await browser.fill({ currentPassword: PASSWORD, newPassword: OWN }).press(WORDS[language].act);
      expect(browser.path).toBe(`${href('account', language)}?done=password`);
      expect(browser.textOf('.done')).not.toBe('');
      const kept = await portal.sql('select device_hash from known_device where account_id = $1', [person.accountId]);
      expect(kept).toEqual([{ device_hash: hashOfToken(browser.cookies.get('__Host-device') ?? '') }]); // the one in use
      expect(browser.cookies.get('__Host-session')).not.toBe(cookie);
      const mail = theMail(await portal.deliverMail(), 'password-changed');
      expect(mail).toMatchObject({ to: person.email, language });
      // whoever was never invited is not sent to an invitation
      const help = { applicant: 'address in your invitation', representative: 'office that made your account', officer: 'service desk' };
      expect(mail.text).toMatch(new RegExp(`Need help\\?.*${help[kind as keyof typeof help]}`));

      await elsewhere.reload();
      expect(elsewhere.path).toBe(href('sessionEnded', language));
      const thief = portal.visitor({ language });
      thief.cookies.set('__Host-session', cookie ?? '');
      expect((await thief.visit(href('account', language))).path).not.toBe(href('account', language));
      await browser.visit(href('account', language));
      expect(browser.path).toBe(href('account', language));
      await expect(signIn(portal, person)).rejects.toThrow('could not sign in');
      await signIn(portal, { ...person, password: OWN });
      expect(await portal.em().count(AuditEvent, { subject: person.accountId, action: 'password.changed' })).toBe(1);
    },
  );

  it.each(['en', 'fr'] as const)('says what is wrong, and changes nothing (%s)', async (language) => {
    const person = await anApplicant(portal, { language });
    const browser = await (await signIn(portal, person)).visit(href('accountPassword', language));
    await portal.deliverMail();
    const before = await everyRow(portal);
    const tried: [Record<string, string>, string[]][] = [
      [{}, ['currentPassword', 'newPassword']],
      [{ currentPassword: PASSWORD, newPassword: 'too short' }, ['newPassword']],
      [{ currentPassword: PASSWORD, newPassword: 'Password12345678' }, ['newPassword']],
      [{ currentPassword: PASSWORD, newPassword: PASSWORD }, ['newPassword']],
      [{ currentPassword: 'not mine at all', newPassword: OWN }, ['currentPassword']],
    ];
    for (const [typed, fields] of tried) {
      await browser.fill(typed).press(WORDS[language].act);
      expect([browser.status, Object.keys(browser.errors())]).toEqual([422, fields]);
      expect(browser.html).not.toContain(typed.newPassword ?? 'nothing typed');
    }
    expect(await everyRow(portal)).toEqual(before);
    expect(await portal.deliverMail()).toEqual([]);
  });

  it.each(['changed', 'reissued'] as const)('a sign-in under way with a password that is %s meanwhile opens nothing', async (how) => {
    const person = await anApplicant(portal, { stage: how === 'changed' ? 'active' : 'temporary' });
    const owner = how === 'changed' ? await signIn(portal, person) : null;
    const held = new pg.Client({ connectionString: portal.database.migrationDatabaseUrl });
    await held.connect();
    try {
      await held.query('begin; lock table sign_in_event in access exclusive mode'); // between its password and its session; no row is locked yet
      const late = await portal.visitor().visit(href('signIn', 'en'));
      const underWay = late.fill({ username: person.username, password: person.password }).press('Sign in');
      const waiting = `select 1 from pg_locks where not granted and relation = 'sign_in_event'::regclass`;
      let over = false;
      void underWay.finally(() => {
        over = true;
      });
      while (!over && (await held.query(waiting)).rows.length === 0) await nextMoment(20);
      expect(over).toBe(false);
      if (owner) {
        await owner.visit(href('accountPassword', 'en'));
        await owner.fill({ currentPassword: PASSWORD, newPassword: OWN }).press(WORDS.en.act);
        expect(owner.path).toContain('done=password');
      } else {
        const { version } = await portal.em().findOneOrFail(Account, { id: person.accountId });
        const { accountId } = await anOfficer(portal);
        const officer = { kind: 'officer', role: 'officer', accountId, personId: null, language: 'en' } as const;
        await portal.get(PasswordRequestService).reissueFor(officer, person.personId, version);
      }
      await held.query('commit');
      await underWay;
      expect(await known(person)).toBe(owner ? 1 : 0); // nor is its browser known
      expect(late.path).not.toBe(href(owner ? 'confirmation' : 'firstSignIn', 'en'));
      await late.visit(href('account', 'en'));
      expect(late.path).not.toBe(href('account', 'en'));
      if (owner) expect((await owner.visit(href('account', 'en'))).path).toBe(href('account', 'en'));
    } finally {
      await held.end();
    }
  });

  it('two windows that save at once change it once, and the other is told so', async () => {
    const person = await anApplicant(portal);
    const windows = [await signIn(portal, person), await signIn(portal, person)];
    for (const window of windows) await window.visit(href('accountPassword', 'en'));
    await portal.deliverMail();
    await Promise.all(
      windows.map((window, number) => window.fill({ currentPassword: PASSWORD, newPassword: `${OWN} ${number}` }).press(WORDS.en.act)),
    );
    expect(windows.filter(({ path }) => path.startsWith(href('account', 'en')) && path.endsWith('done=password'))).toHaveLength(1);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'password-changed')).toHaveLength(1);
    expect((await portal.em().findOneOrFail(Account, { id: person.accountId })).state).toBe('active');
  });
});
