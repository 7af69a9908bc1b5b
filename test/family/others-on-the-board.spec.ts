import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type ActingFamily, aFamily } from '../support/family.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, returnPhoto, verifyPresence } from '../support/lanes.js';
import { ADDRESS, anOfficer, type Someone } from '../support/people.js';
import { faultsOf } from '../support/markup.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    waiting: ['Waiting on them', 'They act next'],
    hold: ['On hold', 'On hold until they are back in Canada'],
    progress: ['In progress', 'We act next'],
    mailed: ['Card in the mail', 'Canada Post acts next'],
  },
  fr: {
    waiting: ['En attente de cette personne', 'À cette personne d’agir'],
    hold: ['En suspens', 'En suspens jusqu’à son retour au Canada'],
    progress: ['En cours', 'À nous d’agir'],
    mailed: ['Carte dans le courrier', 'À Postes Canada d’agir'],
  },
} as const;

/** PORTAL.md 2 and 3: each person has a label; of an adult with an account of their own it tells no date, reason or place. */
describe.each(['en', 'fr'] as const)('an adult with an account of their own, on the principal applicant’s board (%s)', (language) => {
  let portal: TestPortal;
  let family: ActingFamily;
  let officer: Someone;
  beforeEach(async () => {
    portal = await aPortal();
    family = await aFamily(portal, { language });
    officer = await anOfficer(portal, { role: 'supervisor' });
  });
  afterEach(() => portal.close());

  /** Label and who acts next, as the principal applicant reads them. */
  const shown = async (): Promise<string[]> => {
    const browser = await signIn(portal, family.principal);
    await browser.visit(href('confirmation', language));
    expect(await faultsOf(browser.html)).toEqual([]);
    expect(browser.textOf('section')).not.toMatch(/\d|Moncton|Linden|France/);
    return [browser.textOf('section .board b'), browser.textOf('section .who')];
  };
  const change = async (what: (spouse: Confirmation, at: Date) => void): Promise<void> => {
    const em = portal.em();
    what(await em.findOneOrFail(Confirmation, { person: family.spouse.id }), portal.clock.now());
    await em.flush();
  };

  it('has a label without details and who acts next, from the first day to the card in the mail', async () => {
    const { spouse } = family;
    const words = WORDS[language];
    const actor = { kind: 'applicant', accountId: spouse.account.accountId, personId: spouse.id, language } as const;
    expect(await shown()).toEqual(words.waiting);
    await change((one) => one.goAbroad('2026-12-24', 'FR'));
    expect(await shown()).toEqual(words.hold);
    await change((one, at) => {
      one.presence = 'not_started';
      one.declarePresence(actor, at);
      one.giveHomeAddress(actor, ADDRESS, at);
      one.giveMailingAddress(actor, null, at);
    });
    await aSentPhoto(portal, spouse.id);
    expect(await shown()).toEqual(words.progress);
    await returnPhoto(portal, officer, spouse.id);
    expect(await shown()).toEqual(words.waiting);
    await aSentPhoto(portal, spouse.id);
    await verifyPresence(portal, officer, spouse.id);
    await confirmResidence(portal, officer, spouse.id);
    expect(await shown()).toEqual(words.progress); // the photo waits
    await acceptPhoto(portal, officer, spouse.id);
    const { card } = await portal.em().findOneOrFail(Confirmation, { person: spouse.id });
    await portal.get(CardService).print(asOfficer(officer), card?.id ?? '');
    await portal.get(CardMailing).mail(asOfficer(officer), card?.id ?? '', null);
    expect(await shown()).toEqual(words.mailed);
  });

  it('a suspended file reads as before: that it is suspended is told to no other adult', async () => {
    const before = await shown();
    await change((one, at) => {
      one.suspendedAt = at;
    });
    expect(await shown()).toEqual(before);
  });
});
