import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Outbox } from '../../src/mail/outbox.js';
import { Mailer } from '../../src/mail/mailer.js';
import { keepSamplePeople } from '../../src/seeds/sample-people.js';
import { aPortal, type TestPortal } from '../support/app.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal({ environment: { PUBLIC_URL: 'https://portal.test' } });
});
afterAll(() => portal.close());

describe.each(LANGUAGES)('in %s', (language) => {
  it('says that there is nobody and no mail yet', async () => {
    const empty = await aPortal();
    try {
      const browser = await empty.visitor({ language }).visit(href('developers', language));
      expect(browser.status).toBe(200);
      expect(browser.text).toContain({ en: 'not filled with sample people', fr: 'ne contient pas de personnes fictives' }[language]);
      await browser.visit(href('mailbox', language));
      expect(browser.text).toContain({ en: 'No email has been sent yet', fr: 'Aucun courriel n’a encore été envoyé' }[language]);
    } finally {
      await empty.close();
    }
  });

  it('lists who signs in with what, and open invitations', async () => {
    const invitation = { token: 'a-token', caseNumber: 'E000123437', dateOfBirth: '1994-05-02' };
    keepSamplePeople(portal, [
      {
        stage: 'officer',
        name: 'Maren Oakhurst',
        language: 'en',
        signIn: { username: 'mrtz-7w74-qn', password: 'words of hers' },
        invitation: null,
      },
      { stage: 'invited', name: '<b x>"Wren"', language: 'fr', signIn: null, invitation },
      { stage: 'replied', name: 'Anatole Corneflûte', language: 'fr', signIn: null, invitation: null },
    ]);
    const browser = await portal.visitor({ language }).visit(href('developers', language));
    for (const words of [
      'Maren Oakhurst (EN)',
      'mrtz-7w74-qn',
      'words of hers',
      '<b x>"Wren" (FR)',
      'E000123437',
      'Anatole Corneflûte (FR)',
    ])
      expect(browser.text).toContain(words);
    expect(browser.$('[x]')).toHaveLength(0);
    expect(browser.$(`a[href="${href('invitation', language, { token: 'a-token' })}"]`)).toHaveLength(1);
  });

  it('shows mails, newest first, with their text and links, and the HTML part where it can do nothing', async () => {
    const em = portal.em();
    const [now, later] = [portal.clock.now(), new Date(portal.clock.now().getTime() + 1000)];
    portal.get(Outbox).add(em, 'password-reset', { email: 'idris@mail.example', language }, { token: 'a-token', minutes: 30 }, now);
    portal.get(Outbox).add(em, 'password-changed', { email: 'idris@mail.example', language }, {}, later);
    await em.flush();
    portal.clock.moveTo(later);
    await portal.get(Mailer).deliverDue();
    const browser = await portal.visitor({ language }).visit(href('mailbox', language));
    const subjects = browser
      .$('tbody a')
      .toArray()
      .map((a) => browser.$(a).text());
    expect(subjects[0]).toMatch(/Your password was changed/);
    expect(subjects[1]).toMatch(/Create a new password/);
    await browser.visit(browser.$('tbody a').eq(1).attr('href') ?? '');
    expect(browser.status).toBe(200);
    expect(browser.text).toContain('idris@mail.example');
    for (const its of LANGUAGES)
      expect(browser.$(`a[href="https://portal.test${href('passwordResetNew', its, { token: 'a-token' })}"]`)).toHaveLength(1);
    await browser.follow({ en: 'See it as HTML', fr: 'Voir en HTML' }[language]);
    expect(browser.headers['content-security-policy']).toMatch(/default-src 'none'; style-src 'unsafe-inline';.*sandbox/);
    expect(browser.$('h1')).toHaveLength(1);
  });

  it.each(['nothing', '20260914T054252522Z-01a206ed-baf6-7737-a32b-194f1237465f', '..%2Fsecrets', '%2e%2e'])(
    'answers 404 for the mail %s',
    async (message) => {
      const list = href('mailbox', language);
      expect((await portal.visitor({ language }).visit(`${list}/${message}`)).status).toBe(404);
    },
  );
});

describe('in production', () => {
  it('has none of these pages, and no link to them', async () => {
    const secrets = {
      PUBLIC_URL: 'https://portal.test',
      MIGRATION_DATABASE_URL: portal.database.migrationDatabaseUrl,
      MAIL_URL: 'smtp://127.0.0.1:9',
      DATABASE_WITHOUT_TLS: 'yes',
    };
    const production = await aPortal({ environment: { NODE_ENV: 'production', ...secrets } });
    try {
      for (const language of LANGUAGES) {
        const browser = production.visitor({ language });
        for (const path of [href('developers', language), href('mailbox', language), href('mailboxMessage', language, { message: 'x' })])
          expect((await browser.visit(path)).status).toBe(404);
        await browser.visit(href('start', language));
        expect(browser.$(`a[href="${href('developers', language)}"]`)).toHaveLength(0);
      }
    } finally {
      await production.close();
    }
  });
});
