import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { Representations } from '../../src/representatives/representations.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { asOfficer } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { type Applicant, anApplicant, anOfficer } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    see: 'See who represents you, and end it',
    end: 'End this consent',
    nobody: 'Nobody represents you.',
    ended: 'Your consent has ended.',
    trail: 'The consent that a representative sees how the file stands ended.',
  },
  fr: {
    see: 'Voir qui vous représente, et y mettre fin',
    end: 'Mettre fin à ce consentement',
    nobody: 'Personne ne vous représente.',
    ended: 'Votre consentement a pris fin.',
    trail: 'Le consentement permettant à un représentant ou à une représentante de voir où en est le dossier a pris fin.',
  },
} as const;

describe('the applicant’s page of who represents them', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  async function represented(language: 'en' | 'fr' = 'en'): Promise<{ applicant: Applicant; browser: Visitor; email: string }> {
    const applicant = await anApplicant(portal, { language });
    const recorded = aForm(portal);
    await portal.get(Representations).record(asOfficer(await anOfficer(portal)), applicant.personId, recorded);
    await portal.deliverMail();
    return { applicant, browser: await signIn(portal, applicant), email: recorded.form.email };
  }

  it.each(LANGUAGES)('says who it is, and ends the consent in two steps without JavaScript (%s)', async (language) => {
    const { applicant, browser, email } = await represented(language);
    const words = WORDS[language];
    await browser.visit(href('account', language));
    await browser.follow(words.see);
    for (const shown of ['Perrin Aldous', 'R123456']) expect(browser.text).toContain(shown);
    await browser.follow(words.end);
    expect(browser.path).toBe(href('accountRepresentativeEnd', language));
    expect(await portal.em().count(Representation, { caseFile: applicant.caseId, endedAt: null })).toBe(1);
    await browser.press(words.end);
    expect([browser.status, browser.path.split('?')[0]]).toEqual([200, href('accountRepresentative', language)]);
    expect(browser.text).toContain(words.ended);
    expect(browser.text).toContain(words.nobody);

    const mails = (await portal.deliverMail()).filter(({ template }) => template !== 'new-device');
    expect(mails.map(({ template }) => template).sort()).toEqual(['client-ended', 'representative-ended']);
    expect(theMail(mails, 'representative-ended').to).toBe(applicant.email);
    const told = theMail(mails, 'client-ended');
    expect([told.to, told.text.includes(applicant.name)]).toEqual([email, false]);
    await browser.visit(href('accountActivity', language));
    expect(browser.text).toContain(words.trail);
  });

  it('pressed twice it ends once, and says so both times', async () => {
    const { applicant, browser } = await represented();
    await browser.visit(href('accountRepresentativeEnd', 'en'));
    const { id } = await portal.em().findOneOrFail(Representation, { caseFile: applicant.caseId });
    for (const _press of [1, 2]) await browser.forge(href('accountRepresentativeEnd', 'en'), { representation: id });
    expect([browser.status, browser.text.includes('Your consent has ended.')]).toEqual([200, true]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'client-ended')).toHaveLength(1);
    await browser.visit(href('accountRepresentativeEnd', 'en'));
    expect(browser.path).toBe(href('accountRepresentative', 'en'));
  });

  it('a page that stood open does not end the consent that took its place since', async () => {
    const { applicant, browser } = await represented();
    const { id } = await portal.em().findOneOrFail(Representation, { caseFile: applicant.caseId });
    await browser.visit(href('accountRepresentativeEnd', 'en'));
    const next = aForm(portal, { givenNames: 'Ottoline', familyName: 'Brackwater', replaces: id });
    await portal.get(Representations).record(asOfficer(await anOfficer(portal)), applicant.personId, next);
    await browser.press('End this consent');
    expect(browser.text).toContain('Ottoline Brackwater');
    expect(browser.text).not.toContain('Your consent has ended.');
  });

  it('for good: the database itself gives no ended consent back', async () => {
    const { applicant, browser } = await represented();
    await browser.visit(href('accountRepresentativeEnd', 'en'));
    await browser.press('End this consent');
    const { id } = await portal.em().findOneOrFail(Representation, { caseFile: applicant.caseId });
    for (const value of ['null', `now() + interval '1 day'`])
      await expect(portal.sql(`update representation set ended_at = ${value} where id = $1`, [id])).rejects.toThrow(
        'a consent that ended stays ended',
      );
  });

  it('nobody ends another’s', async () => {
    const { applicant } = await represented();
    const { id } = await portal.em().findOneOrFail(Representation, { caseFile: applicant.caseId });
    const other = await signIn(portal, await anApplicant(portal));
    await other.forge(href('accountRepresentativeEnd', 'en'), { representation: id });
    expect(await portal.em().count(Representation, { id, endedAt: null })).toBe(1);
  });
});
