import { LegalHold } from '../../src/retention/legal-hold.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const REASON = 'Access request A-2026-00311';
const WORDS = {
  en: {
    begin: 'Begin the legal hold',
    end: 'End the legal hold',
    none: 'None.',
    see: 'Legal hold on this case',
    why: 'Say why this case must be kept',
  },
  fr: {
    begin: 'Commencer la conservation juridique',
    end: 'Mettre fin à la conservation juridique',
    none: 'Aucune.',
    see: 'Conservation juridique de ce dossier',
    why: 'Indiquez pourquoi il faut conserver ce dossier',
  },
} as const;

/** TRUST.md 22. What a hold does to retention is in test/retention. */
describe.each(LANGUAGES)('a legal hold, in %s', (language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());
  const words = WORDS[language];

  it('is begun by a supervisor who says why, stands on the case for every officer, and is ended', async () => {
    const applicant = await anApplicant(portal);
    const [supervisor, officer] = [await anOfficer(portal, { role: 'supervisor', language }), await anOfficer(portal, { language })];
    const address = href('adminLegalHold', language, { case: applicant.caseId });
    const browser = await signIn(portal, supervisor);
    await browser.visit(href('adminCase', language, { case: applicant.caseId }));
    expect(browser.text).toContain(words.none);
    await browser.follow(words.see);
    await browser.press(words.begin);
    expect([browser.status, Object.values(browser.errors())]).toEqual([422, [words.why]]);
    await browser.fill({ reason: REASON }).press(words.begin);
    expect([browser.status, browser.path]).toEqual([200, address]);
    expect(browser.text).toContain(REASON);
    expect(browser.text).toContain('Odile Marchbank');

    const other = await signIn(portal, officer);
    await other.visit(href('adminCase', language, { case: applicant.caseId }));
    expect(other.text).not.toContain(words.none);
    await other.follow(words.see);
    expect(other.text).toContain(REASON);
    expect(other.$('main form button')).toHaveLength(0);
    await other.forge(href('adminLegalHoldEnd', language, { case: applicant.caseId }), {});
    expect(other.status).toBe(403);

    await browser.forge(address, { reason: 'Pressed twice' }); // from a page that stood open
    expect(await portal.em().count(LegalHold, { caseFile: applicant.caseId })).toBe(1);
    await browser.visit(address);
    await browser.press(words.end);
    await browser.forge(href('adminLegalHoldEnd', language, { case: applicant.caseId }), {});
    const [hold] = await portal.em().find(LegalHold, { caseFile: applicant.caseId });
    expect(hold).toMatchObject({ reason: REASON, begunBy: supervisor.accountId, endedBy: supervisor.accountId });
    await browser.visit(address);
    expect(browser.text).toContain(REASON); // among the earlier ones
    const trail = await portal.sql<{ action: string }>(
      `select action from audit_event where subject = $1 and action like 'hold.%' order by at, id`,
      [applicant.caseId],
    );
    expect(trail.map(({ action }) => action)).toEqual(['hold.begun', 'hold.ended']);
  });

  it('keeps what was typed when the language is switched, and knows no case that is not there', async () => {
    const applicant = await anApplicant(portal);
    const browser = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    await browser.visit(href('adminLegalHold', language, { case: applicant.caseId }));
    await browser.fill({ reason: REASON }).press({ en: 'Français', fr: 'English' }[language]);
    expect(browser.$('textarea[name=reason]').text()).toBe(REASON);
    for (const nobody of [crypto.randomUUID(), 'x']) {
      await browser.visit(href('adminLegalHold', language, { case: nobody }));
      expect(browser.status).toBe(404);
      await browser.forge(href('adminLegalHold', language, { case: nobody }), { reason: REASON });
      expect(browser.status).toBe(404);
    }
  });

  it('is never removed or rewritten by the portal’s own role', async () => {
    for (const text of ['delete from legal_hold', `update legal_hold set reason = '\\x01'`, 'update legal_hold set begun_at = now()'])
      await expect(portal.sql(text)).rejects.toMatchObject({ code: '42501' });
  });
});
