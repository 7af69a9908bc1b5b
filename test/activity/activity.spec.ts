import { AddressService } from '../../src/confirmation/address.service.js';
import { HOUR, MINUTE } from '../../src/clock.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { asOfficer, aSentPhoto, returnPhoto, UNDO } from '../support/lanes.js';
import { ADDRESS, anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

/** What happened and by whom, newest first. */
const rows = (browser: Visitor): string[] =>
  browser
    .$('tbody tr')
    .toArray()
    .map((row) => `${browser.$(row).find('th').text()} ${browser.$(row).find('td').first().text().trim()}`);

const views = (caseId: string) =>
  portal.sql<{ actor_kind: string }>(`select actor_kind from audit_event where action = 'case.viewed' and case_file = $1`, [caseId]);

describe('a look at a case', () => {
  it('is recorded once an hour for each who looks, also with two windows at once', async () => {
    const applicant = await anApplicant(portal);
    const [one, other] = [await signIn(portal, await anOfficer(portal)), await signIn(portal, await anOfficer(portal))];
    const page = href('adminCase', 'en', { case: applicant.caseId });
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    await Promise.all([one.raw('GET', page, headers), one.raw('GET', page, headers), one.raw('GET', page, headers)]);
    await one.visit(href('adminPresence', 'en', { person: applicant.personId }));
    expect(await views(applicant.caseId)).toHaveLength(1);
    await other.visit(page);
    expect(await views(applicant.caseId)).toHaveLength(2);
    for (let part = 0; part < 6; part++) {
      portal.clock.advance(10 * MINUTE); // a session that is used stays open
      await one.visit(href('adminQueue', 'en'));
    }
    await one.visit(page);
    expect(await views(applicant.caseId)).toHaveLength(3);
  });

  it('is recorded of a photo and of a representative’s list, and not of an address that leads nowhere', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const attempt = await aSentPhoto(portal, applicant.personId);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminPhoto', 'en', { attempt }));
    await signIn(portal, await aRepresentativeOf(portal, applicant));
    expect((await views(applicant.caseId)).map(({ actor_kind }) => actor_kind).sort()).toEqual(['officer', 'representative']);
    const before = (await portal.sql('select id from audit_event')).length;
    await officer.visit(href('adminCase', 'en', { case: crypto.randomUUID() }));
    expect(await portal.sql('select id from audit_event')).toHaveLength(before);
  });
});

describe('what happened, as the applicant reads it', () => {
  it('names own acts, officers without their names, representatives and refused tries, the newest first', async () => {
    const applicant = await anApplicant(portal, { stage: 'declared' });
    const wrong = portal.visitor();
    await wrong.visit(href('signIn', 'en'));
    await wrong.fill({ username: applicant.username, password: 'not this one at all' }).press('Sign in');
    const browser = await signIn(portal, applicant);
    const actor = { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' } as const;
    await portal.get(AddressService).giveHome(actor, applicant.personId, ADDRESS);
    const officer = await signIn(portal, await anOfficer(portal, { name: 'Odile Marchbank' }));
    await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
    const representative = await signIn(portal, await aRepresentativeOf(portal, applicant));
    await representative.raw(
      'POST',
      href('presence', 'en', { person: applicant.personId }),
      { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
      `_csrf=${encodeURIComponent(representative.csrfToken)}`,
    );
    await browser.visit(href('account', 'en'));
    await browser.follow('What happened in your file and account');
    const found = rows(browser);
    expect(found[0]).toMatch(/A representative tried something .* Your representative/);
    expect(found).toEqual(
      expect.arrayContaining([
        'The file was looked at. Your representative',
        'The file was looked at. An officer',
        'The home address was given. You',
        'The account was signed in to. You',
        'A sign-in was refused. Somebody not signed in',
      ]),
    );
    expect(browser.text).not.toContain('Odile');
    await browser.visit(href('accountActivity', 'fr'));
    expect(rows(browser)).toContain('L’adresse résidentielle a été donnée. Vous');
  });

  it('never goes back: a decision shows once it stands, one that was undone not at all', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    const officer = await anOfficer(portal);
    const attempt = await aSentPhoto(portal, applicant.personId);
    const page = href('accountActivity', 'en');
    await portal.get(PhotoReviewService).return(asOfficer(officer), attempt, { reasons: ['glare'], words: null, language: 'en' });
    expect(rows(await browser.visit(page)).filter((row) => row.includes('returned'))).toEqual([]);
    await portal.get(PhotoUndoService).undo(asOfficer(officer), attempt);
    portal.clock.advance(UNDO);
    expect(rows(await browser.visit(page)).filter((row) => /returned|taken back/.test(row))).toEqual([]);
    await returnPhoto(portal, officer, applicant.personId);
    expect(rows(await browser.visit(page)).filter((row) => row.includes('returned'))).toEqual(['The photo was returned. An officer']);
  });

  it('is paged, and every event stands on one page', async () => {
    const applicant = await anApplicant(portal);
    const browser = await signIn(portal, applicant);
    const actor = { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' } as const;
    for (let n = 0; n < 34; n++) await portal.get(AddressService).giveHome(actor, applicant.personId, { ...ADDRESS, extra: `Unit ${n}` });
    const first = rows(await browser.visit(href('accountActivity', 'en')));
    const second = rows(await browser.follow('Older'));
    expect([first.length, second.length]).toEqual([30, 5]);
    expect(second.at(-1)).toBe('The account was signed in to. You');
    expect(rows(await browser.follow('Newest'))).toEqual(first);
    expect((await browser.visit(`${href('accountActivity', 'en')}?before=x`)).status).toBe(200);
  });

  it('holds nothing of another case', async () => {
    const [one, other] = [await anApplicant(portal), await anApplicant(portal)];
    await signIn(portal, other);
    const browser = await signIn(portal, one);
    portal.clock.advance(HOUR / 6);
    expect(rows(await browser.visit(href('accountActivity', 'en')))).toEqual(['The account was signed in to. You']);
  });
});

describe('the history of a case, as officers read it', () => {
  it('names everybody, can be printed whole, and is a 404 for no case', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await signIn(portal, applicant);
    const browser = await signIn(portal, await anOfficer(portal, { name: 'Odile Marchbank' }));
    await browser.visit(href('adminCase', 'en', { case: applicant.caseId }));
    await browser.follow('History');
    expect(rows(browser)).toEqual([
      'The file was looked at. Odile Marchbank (officer)',
      `The account was signed in to. ${applicant.name} (applicant)`,
    ]);
    await browser.follow('All of it, for printing');
    expect(rows(browser)).toHaveLength(2);
    expect((await browser.visit(href('adminCaseHistory', 'en', { case: crypto.randomUUID() }))).status).toBe(404);
  });

  it.each(LANGUAGES)(
    'is printed in parts where it is long: each says how far it goes, and all of them hold everything once (%s)',
    async (language) => {
      const applicant = await anApplicant(portal, { language });
      const browser = await signIn(portal, await anOfficer(portal, { language }));
      await browser.visit(href('adminCase', language, { case: applicant.caseId }));
      await browser.visit(href('adminCaseHistory', language, { case: applicant.caseId }));
      const there = rows(browser).length;
      const [em, audit] = [portal.em(), portal.get(AuditLog)];
      for (let event = 0; event < 2001 - there; event++)
        audit.record(em, null, 'case.viewed', applicant.caseId, portal.clock.now(), {}, applicant.caseId);
      await em.flush();
      const words = {
        en: [
          'All of it, for printing',
          'This part holds 2000 events',
          'Next part, for printing',
          'It is the last part',
          'First part, for printing',
        ],
        fr: [
          'Tout, pour l’impression',
          'Cette partie contient 2000 événements',
          'Partie suivante, pour l’impression',
          'C’est la dernière partie',
          'Première partie, pour l’impression',
        ],
      }[language];
      const [whole, part, next, last, first] = words as [string, string, string, string, string];
      await browser.follow(whole);
      expect(rows(browser)).toHaveLength(2000);
      expect(browser.textOf('p.note').replace(/\s/g, ' ')).toContain(part);
      await browser.follow(next);
      expect(rows(browser)).toHaveLength(1);
      expect(browser.textOf('p.note')).toContain(last);
      expect(await faultsOf(browser.html)).toEqual([]);
      await browser.follow(first);
      expect(rows(browser)).toHaveLength(2000);
    },
  );
});
