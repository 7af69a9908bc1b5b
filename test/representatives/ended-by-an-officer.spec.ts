import { MikroORM, RequestContext } from '@mikro-orm/core';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { RefusalPage } from '../../src/pages/error-pages.filter.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { ConsentEnds } from '../../src/representatives/consent-ends.service.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { asOfficer } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { aForm } from '../support/representatives.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    act: 'End this consent',
    ended: 'The consent has ended',
    nobody: /Nobody represents /,
    choose: 'Choose why the consent ends',
    trail: 'The consent that a representative sees how the file stands ended.',
  },
  fr: {
    act: 'Mettre fin à ce consentement',
    ended: 'Le consentement a pris fin',
    nobody: /Personne ne représente /,
    choose: 'Choisissez pourquoi le consentement prend fin',
    trail: 'Le consentement permettant à un représentant ou à une représentante de voir où en est le dossier a pris fin.',
  },
} as const;

/** PORTAL.md 2: a consent ends at any moment, also by telephone or where the representative may not represent. */
describe('an officer ends a representative’s consent', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const told = async () => (await portal.deliverMail()).filter(({ template }) => /^(client|representative)/.test(template));
  const endFor = (someone: Someone, person: string, id: string) =>
    RequestContext.create(portal.app.get(MikroORM).em, () => portal.get(ConsentEnds).endFor(asOfficer(someone), person, id, 'client'));
  const endPage = (person: string, language: 'en' | 'fr' = 'en') => href('adminRepresentativeEnd', language, { person });

  it.each(LANGUAGES)(
    'with a reason, from the page of who represents; both are told, and nothing is seen any more (%s)',
    async (language) => {
      const [words, applicant] = [WORDS[language], await anApplicant(portal, { language })];
      const helper = await aRepresentativeOf(portal, applicant);
      const open = await signIn(portal, helper);
      const desk = await signIn(portal, { ...officer, language });
      await desk.visit(href('adminRepresentative', language, { person: applicant.personId }));
      await desk.follow(words.act);
      await desk.press(words.act);
      expect([desk.status, desk.errors()]).toEqual([422, { reason: words.choose }]);
      expect(await portal.em().count(Representation, { person: applicant.personId, endedAt: null })).toBe(1);
      await told();
      await desk.choose('reason', 'client').press(words.act);
      expect([desk.status, desk.text.includes(words.ended), words.nobody.test(desk.text)]).toEqual([200, true, true]);

      const mails = await told();
      expect(mails.map(({ template }) => template).sort()).toEqual(['client-ended', 'representative-ended-for-you']);
      expect(theMail(mails, 'client-ended').to).toBe(helper.email);
      expect(theMail(mails, 'representative-ended-for-you').to).toBe(applicant.email);
      expect((await open.visit(href('clientPhoto', 'en', { person: applicant.personId }))).status).toBe(404);
      const [event] = await portal.em().find(AuditEvent, { caseFile: applicant.caseId, action: 'representative.ended' });
      expect(event).toMatchObject({
        actorKind: 'officer',
        actorAccount: officer.accountId,
        details: { replaced: false, reason: 'client' },
      });
      const own = await (await signIn(portal, applicant)).visit(href('accountActivity', language));
      expect(own.text).toContain(words.trail);
      await desk.visit(endPage(applicant.personId, language)); // where there is none, the page of who represents says so
      expect(desk.path).toBe(href('adminRepresentative', language, { person: applicant.personId }));
    },
  );

  it.each([
    ['representative', 'representative-left'],
    ['not_entitled', 'representative-not-entitled'],
  ] as const)('the client reads why: %s', async (reason, template) => {
    const { principal, spouse } = await aFamily(portal);
    await aRepresentativeOf(portal, principal);
    await aRepresentativeOf(portal, { caseId: principal.caseId, personId: spouse.id });
    await told();
    const desk = await (await signIn(portal, officer)).visit(endPage(spouse.id));
    await desk.choose('reason', reason).press(WORDS.en.act);
    expect(desk.status).toBe(200);
    expect(theMail(await told(), template).to).toBe(spouse.account.email);
    expect(await portal.em().count(Representation, { person: principal.personId, endedAt: null })).toBe(1);
  });

  it('a page that stood open ends nobody who took the place since; pressed twice it tells once', async () => {
    const applicant = await anApplicant(portal);
    const representations = portal.get(Representations);
    await representations.record(asOfficer(officer), applicant.personId, aForm(portal));
    const { id } = await portal.em().findOneOrFail(Representation, { person: applicant.personId });
    const desk = await (await signIn(portal, officer)).visit(endPage(applicant.personId));
    await representations.record(asOfficer(officer), applicant.personId, { ...aForm(portal, { givenNames: 'Ottoline' }), replaces: id });
    await told();
    await desk.choose('reason', 'client').press(WORDS.en.act);
    expect([desk.status, Object.keys(desk.errors()), desk.text.includes('Ottoline')]).toEqual([422, ['reason'], true]);
    expect(await told()).toEqual([]);
    const now = await portal.em().findOneOrFail(Representation, { person: applicant.personId, endedAt: null });
    const end = () => endFor(officer, applicant.personId, now.id);
    expect((await Promise.all([end(), end()])).sort()).toEqual([false, true]);
    expect((await told()).filter(({ template }) => template === 'client-ended')).toHaveLength(1);
  });

  it('not in the officer’s own file, also when it became theirs while the page was open', async () => {
    const applicant = await anApplicant(portal);
    await aRepresentativeOf(portal, applicant);
    const { id } = await portal.em().findOneOrFail(Representation, { person: applicant.personId });
    const own = await anOfficer(portal, { email: applicant.email });
    await expect(endFor(own, applicant.personId, id)).rejects.toThrow(RefusalPage);
    expect(await portal.em().count(Representation, { id, endedAt: null })).toBe(1);
  });
});
