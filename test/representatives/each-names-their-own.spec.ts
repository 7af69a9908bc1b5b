import { MikroORM, RequestContext } from '@mikro-orm/core';
import { NotFoundException } from '@nestjs/common';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { Account } from '../../src/accounts/account.entity.js';
import { addPerson } from '../../src/cases/add-person.js';
import { CaseFile } from '../../src/cases/case-file.entity.js';
import { DAY } from '../../src/clock.js';
import { AddressDrafts } from '../../src/confirmation/drafts/address-drafts.js';
import { LANGUAGES } from '../../src/language/language.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { Representations } from '../../src/representatives/representations.service.js';
import { WaitingMails } from '../../src/representatives/waiting-mails.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type ActingFamily, aFamily } from '../support/family.js';
import { asOfficer, aSentPhoto, returnPhoto } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { ADDRESS, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { aForm, TYPED, typedDay } from '../support/representatives.js';
import { faultsOf } from '../support/markup.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    see: 'Record or see the representative',
    record: 'Record the form',
    end: 'End this consent',
    nobody: 'Nobody represents you.',
    own: 'acts alone: whoever they name represents nobody else on the case.',
  },
  fr: {
    see: 'Inscrire ou voir la représentation',
    record: 'Inscrire le formulaire',
    end: 'Mettre fin à ce consentement',
    nobody: 'Personne ne vous représente.',
    own: 'agit en son propre nom',
  },
} as const;

/** PORTAL.md 2: one at a time for each who names; who acts alone names their own, and neither is seen by the other's. */
describe('each adult of a family who acts alone names a representative of their own', () => {
  let portal: TestPortal;
  let officer: Someone;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
  });
  afterAll(() => portal.close());

  const told = async () =>
    (await portal.deliverMail())
      .filter(({ template }) => /^(client|representative)/.test(template))
      .map(({ template, to }) => [template, to])
      .sort();
  const bothRepresented = async (): Promise<ActingFamily & { ofPrincipal: Someone; ofSpouse: Someone }> => {
    const family = await aFamily(portal);
    const ofPrincipal = await aRepresentativeOf(portal, family.principal);
    const ofSpouse = await aRepresentativeOf(portal, { caseId: family.principal.caseId, personId: family.spouse.id });
    return { ...family, ofPrincipal, ofSpouse };
  };
  const inRequest = <Answer>(ask: () => Promise<Answer>) => RequestContext.create(portal.app.get(MikroORM).em, ask);
  const actor = ({ accountId }: Someone) => ({ kind: 'representative', accountId, personId: null, language: 'en' }) as const;

  it.each(LANGUAGES)(
    'an officer records the spouse’s form from the case; only the spouse is told, reads it and ends it (%s)',
    async (language) => {
      const words = WORDS[language];
      const { principal, spouse, child } = await aFamily(portal, { language });
      await aRepresentativeOf(portal, principal);
      const desk = await signIn(portal, { ...officer, language });
      await desk.visit(href('adminCase', language, { case: principal.caseId }));
      const links = desk
        .links()
        .filter(({ text }) => text === words.see)
        .map(({ href: to }) => to);
      const pageOf = (person: string): string => href('adminRepresentative', language, { person });
      expect(links).toEqual([principal.personId, spouse.id].map(pageOf)); // and none of the child
      await desk.visit(pageOf(spouse.id));
      expect(desk.text).toContain(words.own);
      const email = `spouse-${language}@office.example`;
      desk.choose('kind', 'unpaid').choose('language', language);
      for (const box of ['onePerson', 'applicantSigned', 'representativeSigned']) desk.tick(box);
      const { familyName, givenNames } = TYPED;
      await desk
        .fill({ familyName, givenNames, email, ...typedDay('signedOn', addDays(dayOf(portal.clock.now()), -3)) })
        .press(words.record);
      expect([desk.status, desk.errors()]).toEqual([200, {}]);
      expect(await told()).toEqual([
        ['representative-account', email],
        ['representative-added', spouse.account.email],
      ]);
      expect(await portal.em().count(Representation, { caseFile: principal.caseId, endedAt: null })).toBe(2);
      await desk.visit(pageOf(child.id));
      expect(desk.buttons()).not.toContain(words.record);

      const { id } = await portal.em().findOneOrFail(Representation, { person: spouse.id });
      const other = await signIn(portal, principal);
      await other.forge(href('accountRepresentativeEnd', language), { representation: id });
      expect(await portal.em().count(Representation, { id, endedAt: null })).toBe(1);
      const own = await signIn(portal, spouse.account);
      await own.visit(href('accountRepresentativeEnd', language));
      await own.press(words.end);
      expect(own.text).toContain(words.nobody);
      expect(await told()).toEqual([
        ['client-ended', email],
        ['representative-ended', spouse.account.email],
      ]);
      expect(await portal.em().count(Representation, { person: principal.personId, endedAt: null })).toBe(1);
    },
  );

  it('the spouse’s sees the spouse alone, the principal applicant’s sees those they act for: in lists, by address, in services, in mails', async () => {
    const { principal, child, spouse, ofPrincipal, ofSpouse } = await bothRepresented();
    const sees = [
      { helper: ofSpouse, shown: [{ id: spouse.id, name: spouse.name }], hidden: [principal.personId, child.id] },
      { helper: ofPrincipal, shown: [{ id: principal.personId, name: principal.name }, child], hidden: [spouse.id] },
    ];
    for (const { helper, shown, hidden } of sees) {
      const browser = await signIn(portal, helper);
      await browser.visit(href('clients', 'en'));
      expect(browser.textsOf('.board h2').sort()).toEqual(shown.map(({ name }) => name).sort());
      for (const person of hidden) {
        for (const page of ['clientHomeAddress', 'clientMailingAddress', 'clientPhoto', 'clientGivingUp'] as const) {
          expect((await browser.visit(href(page, 'en', { person }))).status).toBe(404);
          await browser.visit(href('clients', 'en'));
          await browser.forge(href(page, 'en', { person }), { to: 'home', street: ADDRESS.street });
          expect([page, browser.status]).toEqual([page, 404]);
        }
        await expect(inRequest(() => portal.get(Representations).ofClient(actor(helper), person))).rejects.toThrow(NotFoundException);
        await expect(inRequest(() => portal.get(AddressDrafts).clientOf(actor(helper), person))).rejects.toThrow(NotFoundException);
      }
      for (const { id } of shown) expect((await browser.visit(href('clientHomeAddress', 'en', { person: id }))).status).toBe(200);
    }
    await portal.get(WaitingMails).tell(portal.clock.now());
    await portal.deliverMail();
    portal.clock.advance(DAY);
    for (const [person, helper] of [
      [spouse.id, ofSpouse],
      [child.id, ofPrincipal],
    ] as const) {
      await aSentPhoto(portal, person);
      await returnPhoto(portal, officer, person);
      await portal.get(WaitingMails).tell(portal.clock.now());
      expect(await told()).toEqual([['client-waits', helper.email]]);
    }
  });

  it('what happens under one consent is read by who gave it, and by no other adult of the family', async () => {
    const { principal, spouse, ofSpouse } = await bothRepresented();
    await portal.get(Representations).record(asOfficer(officer), principal.personId, {
      ...aForm(portal),
      replaces: (await portal.em().findOneOrFail(Representation, { person: principal.personId })).id,
    });
    await signIn(portal, ofSpouse);
    const reads = async (someone: Someone): Promise<string> =>
      (await (await signIn(portal, someone)).visit(href('accountActivity', 'en'))).text;
    const [ofOne, ofOther] = [await reads(principal), await reads(spouse.account)];
    expect([ofOne, ofOther].map((text) => /A representative was let in/.test(text))).toEqual([true, false]);
    expect([ofOne, ofOther].map((text) => /Your representative/.test(text))).toEqual([false, true]);
  });

  it.each(LANGUAGES)(
    'who named one reads whose files it opens; the representative quotes what is read of a child as of another (%s)',
    async (language) => {
      const { principal, child, spouse } = await aFamily(portal, { language });
      const helper = await signIn(portal, await aRepresentativeOf(portal, principal, { language }));
      await aRepresentativeOf(portal, { caseId: principal.caseId, personId: spouse.id });
      const [en, page] = [language === 'en', href('accountRepresentative', language)];
      const also = en ? 'They see as well where these children stand' : 'Elle voit aussi où en sont ces enfants';
      const browser = await (await signIn(portal, principal)).visit(page);
      expect([
        browser.text.includes(also),
        browser.textOf('.ledger').includes(child.name),
        browser.textOf('.ledger').includes(spouse.name),
      ]).toEqual([true, true, false]);
      const own = await (await signIn(portal, spouse.account)).visit(page);
      expect([own.text.includes('Perrin Aldous'), own.text.includes(also)]).toEqual([true, false]);
      await helper.visit(href('clients', language));
      const quoted = helper.textsOf('.board b').filter((text) => /[“«]/.test(text));
      expect(quoted.map((text) => (en ? /that you are/ : /que vous êtes/).test(text)).sort()).toEqual([false, true]);
      expect(quoted.some((text) => (en ? /that they are/ : /que cette personne est/).test(text))).toBe(true);
    },
  );

  it('a draft is kept to who may be represented by that consent, by the database itself', async () => {
    const { principal, child, spouse } = await bothRepresented();
    const insert = (namer: string, person: string) =>
      portal.sql(
        `insert into address_draft (id, representation_id, person_id, piece, prepared_at)
         select gen_random_uuid(), id, $2, 'mailingAddress', now() from representation where person_id = $1`,
        [namer, person],
      );
    for (const [namer, person] of [
      [spouse.id, principal.personId],
      [spouse.id, child.id],
      [principal.personId, spouse.id],
    ] as const)
      await expect(insert(namer, person)).rejects.toThrow('without consent there is no draft');
    await insert(spouse.id, spouse.id);
    await insert(principal.personId, child.id);
  });

  it('nobody represents by a person of another case, and one who is acted for or has no account names nobody', async () => {
    const { principal, child, ofSpouse } = await bothRepresented();
    const other = await aFamily(portal);
    await expect(
      portal.sql('update representation set person_id = $1 where account_id = $2', [other.spouse.id, ofSpouse.accountId]),
    ).rejects.toMatchObject({ constraint: 'representation_case_holds' });
    const record = (person: string, replaces = '') =>
      portal.get(Representations).record(asOfficer(officer), person, { ...aForm(portal), replaces });
    expect(await record(child.id)).toBe('actedFor');
    const page = href('adminRepresentative', 'en', { person: child.id });
    const desk = await (await signIn(portal, officer)).visit(page);
    expect(desk.text).toContain(`The principal applicant acts for ${child.name}`);
    expect(await faultsOf(desk.html)).toEqual([]); // the language can be switched, without a form
    const em = portal.em();
    const caseFile = await em.findOneOrFail(CaseFile, { id: principal.caseId });
    const facts = { ...principal.facts, givenNames: 'Zita', uci: '77777777' };
    const adult = addPerson(em, caseFile, 'dependant', { facts, email: 'zita@mail.example' }, portal.clock.now());
    await em.flush();
    expect(await record(adult.id)).toBe('noAccount');
    expect(await portal.em().count(Representation, { caseFile: principal.caseId, endedAt: null })).toBe(2);
  });

  it('one who comes to be acted for by another is no longer seen by their own representative', async () => {
    const { principal, spouse, ofSpouse } = await bothRepresented();
    const em = portal.em();
    em.create(ActsFor, {
      account: em.getReference(Account, principal.accountId),
      person: spouse.id,
      relation: 'parent',
      since: portal.clock.now(),
    });
    await em.flush();
    const browser = await signIn(portal, ofSpouse);
    expect(browser.textsOf('.board h2')).toEqual([]);
    expect((await browser.visit(href('clientPhoto', 'en', { person: spouse.id }))).status).toBe(404);
  });

  it('one representative of both gives up one, and goes on with the other', async () => {
    const { principal, child, spouse, ofPrincipal } = await bothRepresented();
    await portal.sql('update representation set ended_at = $1 where person_id = $2', [portal.clock.now(), spouse.id]);
    await portal.sql(
      `insert into representation (id, account_id, case_file_id, person_id, since) select gen_random_uuid(), account_id, case_file_id, $2, since
         from representation where person_id = $1`,
      [principal.personId, spouse.id],
    );
    const browser = await signIn(portal, ofPrincipal);
    expect(browser.textsOf('.board h2').sort()).toEqual([principal.name, child.name, spouse.name].sort());
    await browser.follow(`Give up this client for ${spouse.name}`);
    await browser.press('Give up this client');
    expect(browser.textsOf('.board h2').sort()).toEqual([principal.name, child.name].sort());
    expect(theMail(await portal.deliverMail(), 'representative-left').to).toBe(spouse.account.email);
  });
});
