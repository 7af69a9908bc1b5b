import pg from 'pg';
import { Account } from '../../src/accounts/account.entity.js';
import { PasswordRequest } from '../../src/accounts/password-request.entity.js';
import { queueQuery, readQueueFilter } from '../../src/admin/queue.filter.js';
import { Person } from '../../src/cases/person.entity.js';
import { DAY, HOUR, MINUTE } from '../../src/clock.js';
import { Invitation } from '../../src/invitations/invitation.entity.js';
import { Reply } from '../../src/invitations/reply.entity.js';
import { ReplyMails } from '../../src/invitations/reply-mails.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { BORN, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { acceptPhoto, aSentPhoto, confirmResidence, returnPhoto, verifyPresence } from '../support/lanes.js';
import { anApplicant, anOfficer, type Applicant, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

describe("the officers' queue", () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeEach(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal, { role: 'supervisor' });
  });
  afterEach(() => portal.close());

  const open = async (query = ''): Promise<Visitor> => {
    const browser = await signIn(portal, officer);
    return query ? browser.visit(href('adminQueue', 'en') + query) : browser;
  };
  /** Name and task of each row. */
  const rows = (browser: Visitor) =>
    browser
      .$('tbody tr')
      .toArray()
      .map((row) => [browser.$(row).find('th a').text(), browser.$(row).find('td').first().text()]);
  const named = (givenNames: string, stage: 'active' | 'declared' | 'addressed' = 'addressed', language: 'en' | 'fr' = 'en') =>
    anApplicant(portal, { stage, language, facts: { givenNames, familyName: '' } });

  async function aReply(applicant: Applicant, answers: Partial<Pick<Reply, 'readAt' | 'emailConfirmedAt'>> = {}): Promise<void> {
    const em = portal.em();
    const now = portal.clock.now();
    em.create(Reply, {
      invitation: await em.findOneOrFail(Invitation, { caseFile: applicant.caseId }),
      person: em.getReference(Person, applicant.personId),
      language: 'en',
      answers: { detailsRight: true, inCanada: true },
      startedAt: now,
      sentAt: now,
      reference: `PRC-${applicant.caseNumber}`,
      ...answers,
    });
    await em.flush();
  }

  async function askForPassword(accountId: string): Promise<void> {
    const em = portal.em();
    em.create(PasswordRequest, { account: em.getReference(Account, accountId), askedAt: portal.clock.now() });
    await em.flush();
  }

  it('is where an officer begins, and says when nothing waits', async () => {
    const browser = await open();
    expect(browser.path).toBe('/en/admin');
    expect(browser.heading).toBe('Queue');
    expect(browser.lead).toBe('Nothing waits.');
    expect(browser.$('table').length).toBe(0);
  });

  it('shows everything that waits, oldest first, each row leading to where it is done', async () => {
    const [ada, bo, cy, di, eve, fay] = [
      await named('Ada', 'active'),
      await named('Bo', 'active'),
      await named('Cy', 'active'),
      await named('Di'),
      await named('Eve'),
      await named('Fay'),
    ];
    await verifyPresence(portal, officer, eve.personId);
    portal.clock.advance(MINUTE);
    await aReply(ada);
    portal.clock.advance(MINUTE);
    await askForPassword(cy.accountId);
    portal.clock.advance(MINUTE);
    const attempt = await aSentPhoto(portal, bo.personId);
    portal.clock.advance(MINUTE);
    await verifyPresence(portal, officer, fay.personId);
    await aSentPhoto(portal, fay.personId);
    await acceptPhoto(portal, officer, fay.personId);
    await confirmResidence(portal, officer, fay.personId);
    const browser = await open();
    expect(browser.lead).toBe('6 tasks wait for an officer.');
    expect(rows(browser)).toEqual([
      ['Di', 'Declaration to check'],
      ['Eve', 'Residence to confirm'],
      ['Ada', 'Reply to read'],
      ['Cy', 'New temporary password'],
      ['Bo', 'A look at a photo'],
      ['Fay', 'Card to print'],
    ]);
    const places = browser
      .$('tbody th a')
      .toArray()
      .map((link) => browser.$(link).attr('href'));
    expect(places.map((place) => place?.replace(/#.*/, ''))).toEqual([
      href('adminPresence', 'en', { person: di.personId }),
      href('adminPresence', 'en', { person: eve.personId }),
      href('adminReply', 'en', { case: ada.caseId }),
      href('adminPasswordRequests', 'en'),
      href('adminPhoto', 'en', { attempt }),
      href('adminCards', 'en'),
    ]);
  });

  it('asks for an account once the reply was read and its address is confirmed', async () => {
    const [read, unconfirmed] = [await named('Ada', 'active'), await named('Bo', 'active')];
    const now = portal.clock.now();
    await aReply(read, { readAt: now, emailConfirmedAt: now });
    await aReply(unconfirmed, { readAt: now });
    expect(rows(await open())).toEqual([]); // they have accounts
    await portal.sql('delete from acts_for');
    await portal.sql(`delete from account where kind = 'applicant'`);
    expect(rows(await open())).toEqual([['Ada', 'Account to create']]);
  });

  it('shows a link to another address that nobody opened for seven days, until it is sent again, opened or corrected', async () => {
    const replied = (givenNames: string) => anApplicant(portal, { stage: 'replied', facts: { givenNames, familyName: '' } });
    const ada = await replied('Ada');
    const mailed = async ({ caseId }: Applicant): Promise<Reply> => {
      const em = portal.em();
      const reply = await em.findOneOrFail(
        Reply,
        { invitation: { caseFile: caseId } },
        { populate: ['invitation.caseFile', 'person.caseFile'] },
      );
      reply.readAt = portal.clock.now();
      reply.change({ email: `${reply.person.facts.givenNames.toLowerCase()}-typo@mail.example` });
      reply.emailConfirmedAt = null;
      portal.get(ReplyMails).link(em, reply, reply, reply.givenEmail, reply.person.fullName, portal.clock.now());
      await em.flush();
      return reply;
    };
    await mailed(ada);
    expect(rows(await open())).toEqual([]);
    portal.clock.advance(7 * DAY);
    const bo = await replied('Bo');
    await mailed(bo);
    expect(rows(await open())).toEqual([]); // to the second
    portal.clock.advance(MINUTE);
    for (const [language, task] of [
      ['en', 'Email address not confirmed: send the link again, or correct it'],
      ['fr', 'Adresse courriel non confirmée : renvoyer le lien ou la corriger'],
    ] as const) {
      const browser = await (await open()).visit(href('adminQueue', language));
      expect(rows(browser)).toEqual([['Ada', task]]);
      expect(browser.$('tbody th a').attr('href')).toBe(href('adminCase', language, { case: ada.caseId }));
    }
    const browser = await (await open()).follow('Ada');
    await browser.press('Send the link again');
    expect(rows(await open())).toEqual([]);
    portal.clock.advance(7 * DAY + MINUTE);
    expect(rows(await open())).toHaveLength(2);
    await portal.sql('update reply set email_confirmed_at = now() where person_id = $1', [bo.personId]);
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [ada.personId]);
    expect(rows(await open())).toEqual([['Bo', 'Account to create']]);
  });

  it('of a family, it is one row a case, of whoever comes first', async () => {
    const desk = await open();
    const members = ['Odo', 'Zita'].map((givenNames) => ({ relation: 'dependant', givenNames, born: BORN.adult }) as const);
    const family = await inviteFamily(portal, desk, members);
    await replyForFamily(portal, family, [
      { email: 'odo-typo@mail.example', acting: 'own' },
      { email: 'zita-typo@mail.example', acting: 'own' },
    ]);
    await openPrincipalsAccount(desk, family);
    portal.clock.advance(7 * DAY + MINUTE);
    const late = rows(await open('?what=reply'));
    expect(late).toEqual([[expect.stringMatching(/^(Odo|Zita) /), 'Email address not confirmed: send the link again, or correct it']]);
    await portal.sql('update member_reply set email_confirmed_at = now() where person_id = $1', [
      family.ids[late[0]?.[0]?.split(' ')[0] ?? ''],
    ]);
    const other = rows(await open('?what=reply')).filter(([, task]) => task?.startsWith('Email'));
    expect(other).toHaveLength(1);
    expect(other[0]?.[0]).not.toBe(late[0]?.[0]);
  });

  it('puts a new photo in place of a returned one in front', async () => {
    const [ada, bo] = [await named('Ada', 'active'), await named('Bo', 'active')];
    await aSentPhoto(portal, bo.personId);
    await returnPhoto(portal, officer, bo.personId);
    await aSentPhoto(portal, ada.personId);
    portal.clock.advance(HOUR);
    await aSentPhoto(portal, bo.personId);
    const browser = await open('?what=photo');
    expect(rows(browser)).toEqual([
      ['Bo', 'A look at a new photo, after a return'],
      ['Ada', 'A look at a photo'],
    ]);
    expect(browser.links()).toContainEqual({ text: 'Look at the next photo', href: href('adminPhotos', 'en') });
  });

  it('can be narrowed to one kind and one language, by a form and in the address', async () => {
    await named('Ada', 'declared');
    await named('Élie', 'declared', 'fr');
    const photo = await named('Cy', 'active', 'fr');
    await aSentPhoto(portal, photo.personId);
    const browser = await open();
    await browser.fill({ what: 'presence', lang: 'fr' }).press('Show');
    expect(browser.path).toBe('/en/admin?what=presence&lang=fr');
    expect(rows(browser)).toEqual([['Élie', 'Declaration to check']]);
    expect(browser.value('what')).toBe('presence');
    await browser.follow('Français');
    expect(browser.path).toBe('/fr/admin?what=presence&lang=fr');
    expect(rows(browser)).toEqual([['Élie', 'Déclaration à vérifier']]);
    await browser.follow('Enlever les filtres');
    expect(rows(browser)).toHaveLength(3);
    await browser.visit('/fr/admin?what=residence');
    expect(browser.lead).toBe('Rien de ce genre n’attend.');
  });

  it.each([
    ['en', 'New temporary password', 'Reported account to check', 'Reported accounts (2)', 'New temporary passwords (2)'],
    [
      'fr',
      'Nouveau mot de passe temporaire',
      'Compte signalé à vérifier',
      'Comptes signalés (2)',
      'Nouveaux mots de passe temporaires (2)',
    ],
  ] as const)('shows reported accounts and requests for a password; those of officers to supervisors (%s)', async (language, ...words) => {
    const [password, reported, ...counts] = words;
    const [ada, bo] = [await named('Ada', 'active'), await named('Bo', 'active')];
    const [kit, lou] = [await anOfficer(portal, { name: 'Kit' }), await anOfficer(portal, { name: 'Lou' })];
    const report = async ({ accountId }: Someone) =>
      portal.sql(
        `update account set state = 'suspended', suspended_at = $2, suspended_from = 'active', suspended_reason = 'not_me' where id = $1`,
        [accountId, portal.clock.now()],
      );
    for (const act of [() => askForPassword(ada.accountId), () => askForPassword(kit.accountId), () => report(bo), () => report(lou)]) {
      await act();
      portal.clock.advance(MINUTE);
    }
    const supervisor = await (await open()).visit(href('adminQueue', language));
    expect(rows(supervisor)).toEqual([
      ['Ada', password],
      ['Kit', password],
      ['Bo', reported],
      ['Lou', reported],
    ]);
    for (const count of counts) expect(supervisor.text).toContain(count);
    expect(supervisor.$('tbody th a').eq(3).attr('href')).toBe(href('adminAccountRelease', language, { account: lou.accountId }));
    const other = await (await signIn(portal, await anOfficer(portal))).visit(href('adminQueue', language));
    expect(rows(other)).toEqual([
      ['Ada', password],
      ['Bo', reported],
    ]);
    await other.follow('Bo');
    expect(other.path).toBe(href('adminAccountRelease', language, { account: bo.accountId }));
  });

  it('can be narrowed to what is past its promised day, and “Next” keeps to them', async () => {
    const ada = await named('Ada', 'declared');
    const [bo, cy] = [await named('Bo'), await named('Cy')];
    for (const { personId } of [bo, cy]) {
      await verifyPresence(portal, officer, personId);
      await confirmResidence(portal, officer, personId);
      await aSentPhoto(portal, personId);
      await acceptPhoto(portal, officer, personId);
      portal.clock.advance(2 * DAY);
    }
    portal.clock.advance(11 * DAY);
    const browser = await open('?what=overdue');
    expect(browser.lead).toBe('1 task waits for an officer. 1 task is past its promised day.');
    expect(rows(browser)).toEqual([['Bo', 'Card to print']]);
    expect(browser.value('what')).toBe('overdue');
    await browser.press('Start the next task');
    expect(browser.path).toMatch(/^\/en\/admin\/cards/);
    expect(await portal.sql('select case_file_id from file_claim')).toEqual([{ case_file_id: bo.caseId }]);
    await portal.sql('update confirmation set return_asked_at = now() where person_id = $1', [ada.personId]);
    expect((await open()).links()).toContainEqual({
      text: '1 person was due back in Canada and has not declared yet',
      href: `${href('adminReturns', 'en')}?show=asked`,
    });
  });

  it('leaves out whoever is suspended', async () => {
    const ada = await named('Ada');
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [ada.personId]);
    expect(rows(await open())).toEqual([]);
  });

  it('shows fifty at a time, and never counts past five hundred', async () => {
    const ada = await named('Ada', 'declared');
    await manyDeclarations(520, ada.personId);
    const browser = await open('?what=presence');
    expect(browser.lead).toBe('More than 500 tasks wait for an officer.');
    expect(browser.text).toContain('Declarations to check (more than 500)');
    expect(rows(browser)).toHaveLength(50);
    const seen = new Set(
      browser
        .$('tbody th a')
        .toArray()
        .map((link) => browser.$(link).attr('href')),
    );
    await browser.follow('Show the next ones');
    for (const link of browser.$('tbody th a').toArray()) seen.add(browser.$(link).attr('href'));
    expect(seen.size).toBe(100);
    await browser.follow('Back to the oldest');
    expect(browser.path).toBe('/en/admin?what=presence');
    // the same people, all of whom mean to be back on one day
    await portal.sql(`update confirmation set presence = 'abroad', return_on = '2026-12-24', abroad_country = 'PT' where person_id <> $1`, [
      ada.personId,
    ]);
    await browser.visit(href('adminReturns', 'en'));
    expect(browser.lead).toBe('More than 500 people are away, or have to answer whether they are back.');
    await browser.choose('show', 'abroad').press('Show');
    const away = rows(browser).length;
    await browser.follow('Show the next ones');
    expect([away, rows(browser).length, browser.path.includes('after=2026-12-24_')]).toEqual([50, 50, true]);
  });

  it('counts what is late by itself, however much waits before it', async () => {
    const ada = await named('Ada');
    const thread = (topic: string, count: number, due: string | null) =>
      portal.sql(
        `insert into message_thread (id, person_id, topic, format, opened_at, last_at, waits_for, due_on)
         select gen_random_uuid(), $1, $2, case when $2 = 'format' then 'braille' end, now(), now(), 'office', $3 from generate_series(1, $4)`,
        [ada.personId, topic, due, count],
      );
    await thread('other', 501, null);
    await thread('format', 2, '2026-11-01');
    const browser = await open('?what=overdue');
    expect(browser.lead).toBe('2 tasks wait for an officer. 2 tasks are past their promised day.');
    expect(rows(browser)).toHaveLength(2);
    // of what is not shown nothing is said
    expect((await open('?what=presence')).lead).toBe('1 task waits for an officer.');
  });

  it('of a language, looks at so many at once that hardly anybody speaking it costs no more', async () => {
    const ada = await named('Ada', 'declared');
    await manyDeclarations(300, ada.personId);
    const elie = await named('Élie', 'declared', 'fr');
    await portal.sql('update confirmation set presence_declared_at = $2 where person_id = $1', [elie.personId, portal.clock.now()]);
    const browser = await open('?what=presence&lang=fr');
    expect([browser.lead, rows(browser)]).toEqual(['Among the 250 oldest tasks of each kind: 0 in this language.', []]);
    expect(browser.text).toContain('Declarations to check (0 or more)');
    await browser.follow('Show the next ones');
    expect(rows(browser).map(([name]) => name)).toEqual(['Élie']);
    await browser.press('Start the next task');
    expect(browser.path).toContain(elie.personId);
  });

  async function manyDeclarations(count: number, like: string): Promise<void> {
    await portal.sql(
      `insert into person select gen_random_uuid(), case_file_id, relation, facts, uci_index, email, email_index, email_confirmed_at, appearance, created_at
         from person, generate_series(1, $2) where id = $1`,
      [like, count],
    );
    await portal.sql(
      `insert into confirmation (id, person_id, presence, presence_declared_at, created_at)
       select gen_random_uuid(), id, 'declared', $2::timestamptz - make_interval(secs => (row_number() over ())::int / 3), $2 from person where id <> $1`,
      [like, portal.clock.now()],
    );
  }

  it('takes three statements, whatever waits', async () => {
    for (const name of ['Ada', 'Bo', 'Cy']) await named(name);
    const browser = await open();
    const statements = await statementsDuring(() => browser.reload());
    expect(rows(browser)).toHaveLength(3);
    expect(statements.filter((text) => /^\s*(select|with|update|insert)/i.test(text))).toHaveLength(3);
  });

  it('says for how long something waits', async () => {
    await named('Ada', 'declared');
    let browser = await open();
    expect(browser.textOf('tbody tr')).toContain('(1 day)'); // declared the day before, in anApplicant
    portal.clock.advance(14 * DAY);
    browser = await open();
    expect(browser.textOf('tbody tr')).toContain('Nov. 22 (15 days)');
  });
});

describe("the queue's address", () => {
  it('is read as it is written', () => {
    const after = { turn: 1, since: 1_795_000_000_000, target: '0193a1b2-0000-7000-8000-000000000000' };
    const filter = { kind: 'photo', overdue: false, language: 'fr', after } as const;
    expect(readQueueFilter(Object.fromEntries(new URLSearchParams(queueQuery(filter).slice(1))))).toEqual(filter);
  });

  it('is everything where it says what nobody knows', () => {
    const nothing = { kind: null, overdue: false, language: null, after: null };
    expect(readQueueFilter({ what: 'secrets', lang: 'de', after: "1-2-'; drop table card" })).toEqual(nothing);
    expect(readQueueFilter({ what: ['photo'], lang: ['fr'], after: ['x'] })).toEqual(nothing);
    expect(queueQuery(nothing)).toBe('');
  });
});

/** Every statement the process sent while something was done. */
async function statementsDuring(act: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const client = pg.Client.prototype as unknown as { query: (...given: unknown[]) => unknown };
  const { query } = client;
  client.query = function (...given) {
    const [first] = given;
    seen.push(typeof first === 'string' ? first : ((first as { text?: string }).text ?? ''));
    return query.apply(this, given);
  };
  try {
    await act();
  } finally {
    client.query = query;
  }
  return seen;
}
