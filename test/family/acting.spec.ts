import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PresenceDeclaration } from '../../src/confirmation/presence-declaration.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily, type ActingFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer, aRepresentativeOf, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SIGN = { en: 'Sign my declaration', fr: 'Signer ma déclaration' } as const;

describe('acting for somebody else', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  const sign = (browser: Visitor, name: string): Promise<Visitor> =>
    browser
      .tick('agreed')
      .fill({ name, password: PASSWORD })
      .press(SIGN[browser.language as Language]);

  it.each(['en', 'fr'] as const)(
    'declaring for a child names the child and the relation, and is signed with one’s own name (%s)',
    async (language) => {
      const { principal, child } = await aFamily(portal, { language });
      const browser = await signIn(portal, principal);
      await browser.visit(href('presence', language, { person: child.id }));
      expect(browser.heading).toBe(
        language === 'en' ? `Declare that ${child.name} is in Canada` : `Déclarer que ${child.name} est au Canada`,
      );
      expect(browser.textOf('.acting')).toBe(
        language === 'en'
          ? `You act for ${child.name}, as parent or legal guardian.`
          : `Vous agissez pour ${child.name}, en tant que parent, tuteur ou tutrice.`,
      );
      expect(browser.textOf('.deed')).toContain(
        language === 'en'
          ? `My name is ${principal.name}, and I make this declaration for ${child.name}, as parent or legal guardian.`
          : `Je m’appelle ${principal.name} et je fais cette déclaration pour ${child.name}, en tant que parent, tuteur ou tutrice.`,
      );
      expect(browser.textOf('.deed')).toContain(
        language === 'en' ? `${child.name} is physically in Canada` : `${child.name} est physiquement au Canada`,
      );
      expect(await faultsOf(browser.html)).toEqual([]);
      await sign(browser, child.name); // the child does not sign
      expect(browser.status).toBe(422);
      expect(browser.errors().name).toContain(principal.name);
      await sign(browser, principal.name);
      expect(browser.path).toBe(href('presenceReceipt', language, { person: child.id }));
      expect(browser.text).toContain(child.name);
      expect(browser.text).toContain(
        language === 'en' ? `${principal.name}, as parent or legal guardian` : `${principal.name}, en tant que parent`,
      );
      expect(await faultsOf(browser.html)).toEqual([]);
      const declaration = await portal.em().findOneOrFail(PresenceDeclaration, { person: child.id });
      expect([declaration.signerAccountId, declaration.relation, declaration.typedName]).toEqual([
        principal.accountId,
        'parent',
        principal.name,
      ]);
    },
  );

  it('every page about a child says for whom and as what, and none about oneself', async () => {
    const { principal, child } = await aFamily(portal);
    const browser = await signIn(portal, principal);
    const pages = ['presence', 'abroad', 'homeAddress', 'photo', 'review', 'status'] as const;
    for (const page of pages) {
      await browser.visit(href(page, 'en', { person: child.id }));
      expect([page, browser.textOf('.acting')]).toEqual([page, `You act for ${child.name}, as parent or legal guardian.`]);
      await browser.visit(href(page, 'en', { person: principal.personId }));
      expect([page, browser.$('.acting').length]).toEqual([page, 0]);
    }
  });

  it('nobody acts for whom they no longer act, for a spouse, or for a stranger’s child', async () => {
    const { principal, child, spouse } = await aFamily(portal);
    const stranger = await signIn(portal, await anApplicant(portal));
    const browser = await signIn(portal, principal);
    const open = async (who: Visitor, person: string): Promise<number> => (await who.visit(href('presence', 'en', { person }))).status;
    expect(await open(browser, child.id)).toBe(200);
    expect(await open(browser, spouse.id)).toBe(404);
    expect(await open(stranger, child.id)).toBe(404);
    await portal.em().nativeUpdate(ActsFor, { person: child.id }, { until: portal.clock.now() });
    expect(await open(browser, child.id)).toBe(404);
  });

  it.each(['en', 'fr'] as const)(
    'the board shows each person with lanes and who acts next; one abroad is on hold, the others go on (%s)',
    async (language) => {
      const family = await aFamily(portal, { language, abroad: 'child' });
      const browser = await signIn(portal, family.principal);
      const board = (): string[] => browser.textsOf('.board h2');
      expect(board().sort()).toEqual([family.principal.name, family.child.name].sort());
      expect(browser.text).toContain(
        language === 'en' ? '1 of 3 on hold. The others go on.' : '1 sur 3 en suspens. Les autres continuent.',
      );
      expect(browser.text).toContain(
        language === 'en' ? 'On hold until they are back in Canada' : 'En suspens jusqu’au retour de cette personne',
      );
      expect(browser.textsOf('section h3')).toEqual([family.spouse.name]);
      expect(browser.textOf('section')).toContain(language === 'en' ? 'They act next' : 'À cette personne d’agir');
      expect(browser.$(`section a[href*="${family.spouse.id}"]`).length).toBe(0);
      expect(browser.$('.lanes').length).toBe(3);
      expect(await faultsOf(browser.html)).toEqual([]);
      const spouse = await signIn(portal, family.spouse.account);
      expect(spouse.textsOf('.board h2')).toEqual([family.spouse.name]); // nothing of the others
      expect(spouse.text).not.toContain(family.child.name);
    },
  );

  it.each(['en', 'fr'] as const)('an address given once can be used for the others one acts for (%s)', async (language) => {
    const { principal, child, spouse } = await aFamily(portal, { language, stage: 'addressed' });
    const browser = await signIn(portal, principal);
    await browser.visit(href('mailingAddress', language, { person: principal.personId }));
    await browser.choose('to', 'home').press(language === 'en' ? 'Save and continue' : 'Enregistrer et continuer');
    expect(browser.path).toBe(href('addressCopy', language, { person: principal.personId })); // the child has no address yet
    expect(browser.text).not.toContain(spouse.name);
    expect(await faultsOf(browser.html)).toEqual([]);
    const use = language === 'en' ? 'Use the address' : 'Utiliser l’adresse';
    await browser.press(use);
    expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['persons']]);
    await browser.tick('persons', child.id).press(use);
    expect(browser.path).toBe(href('confirmation', language));
    const em = portal.em();
    const [from, to] = await Promise.all([principal.personId, child.id].map((person) => em.findOneOrFail(Confirmation, { person })));
    expect(to?.homeAddress).toEqual(from?.homeAddress);
    expect([to?.mailingAnswered, to?.address]).toEqual([true, 'given']);
    await browser.visit(href('addressCopy', language, { person: spouse.id }));
    expect(browser.status).toBe(404);
  });

  it('what happened is read by whoever acts for the person, with their name, and by no other adult of the family', async () => {
    const { principal, child, spouse } = await aFamily(portal);
    const browser = await signIn(portal, principal);
    await browser.visit(href('presence', 'en', { person: child.id }));
    await sign(browser, principal.name);
    await browser.visit(href('accountActivity', 'en'));
    expect(browser.text).toContain(`${child.name}: Presence in Canada was declared.`);
    const other = await (await signIn(portal, spouse.account)).visit(href('accountActivity', 'en'));
    expect(other.text).not.toContain('Presence in Canada was declared.');
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCaseHistory', 'en', { case: principal.caseId }));
    expect(officer.text).toContain(`${child.name}: Presence in Canada was declared.`);
  });

  it('a representative sees those for whom the principal applicant acts, and no adult with an account of their own, who neither reads nor ends the consent', async () => {
    const { principal, child, spouse } = await aFamily(portal);
    const representative = await aRepresentativeOf(portal, principal);
    const clients = await signIn(portal, representative);
    expect(clients.text).toContain(child.name);
    expect(clients.text).not.toContain(spouse.name);
    const browser = await signIn(portal, spouse.account);
    await browser.visit(href('accountRepresentative', 'en'));
    expect(browser.text).not.toContain(representative.name);
    await browser.visit(href('accountRepresentativeEnd', 'en'));
    expect(browser.path).toBe(href('accountRepresentative', 'en'));
    await (await signIn(portal, principal))
      .visit(href('accountRepresentative', 'en'))
      .then((page) => expect(page.text).toContain(representative.name));
  });

  it('mails about a child go to whoever acts for it', async () => {
    const { principal, child } = await aFamily(portal);
    await portal.em().nativeUpdate(Person, { id: child.id }, { email: 'child@mail.example' });
    const browser = await signIn(portal, principal);
    await portal.deliverMail();
    await browser.visit(href('presence', 'en', { person: child.id }));
    await sign(browser, principal.name);
    const mail = theMail(await portal.deliverMail(), 'declaration-received');
    expect(mail.to).toBe(principal.email);
    expect(mail.text).toContain(`Hello ${principal.name},`);
    expect(mail.text).toContain(`This message is about ${child.name}, for whom you act in our portal.`);
  });

  it('a child of the application who is 18 by now can have an account: the principal applicant reads how', async () => {
    const family: ActingFamily = await aFamily(portal, { childBorn: '2008-02-03' });
    const browser = await signIn(portal, family.principal);
    expect(browser.text).toContain(`${family.child.name} is 18 now and can have an account of their own`);
  });
});
