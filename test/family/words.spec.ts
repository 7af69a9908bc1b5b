import { readFileSync } from 'node:fs';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type ActingFamily, aFamily } from '../support/family.js';
import { acceptPhoto, confirmResidence, returnPhoto, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { ADDRESS, type Applicant, anOfficer, PASSWORD } from '../support/people.js';
import { aPhoto, CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

type Catalogue = { [key: string]: string | Catalogue };
const SIGN = { en: 'Sign my declaration', fr: 'Signer ma déclaration' } as const;
const LEFT = {
  en: { withdraw: 'Withdraw the declaration for ', still: ' is still in Canada', mine: 'Withdraw my declaration' },
  fr: { withdraw: 'Retirer la déclaration pour ', still: ' est toujours au Canada', mine: 'Retirer ma déclaration' },
} as const;

/** Every text that is said of the reader and has a twin for whoever acts for another. */
function selfTexts(language: Language, module: string): string[] {
  const texts = (catalogue: Catalogue, own: boolean): string[] =>
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string' ? (own ? [value] : []) : texts(value, own || key === 'self'),
    );
  return texts(JSON.parse(readFileSync(`locales/${language}/${module}.json`, 'utf8')) as Catalogue, false).filter(
    (text) => !text.includes('{{'),
  );
}

describe.each(['en', 'fr'] as const)('words about somebody whom one acts for (%s)', (language) => {
  let portal: TestPortal;
  let family: ActingFamily;
  let browser: Visitor;
  beforeEach(async () => {
    portal = await aPortal();
    family = await aFamily(portal, { language, stage: 'addressed' });
    browser = await signIn(portal, family.principal);
  });
  afterEach(() => portal.close());

  const own = [...selfTexts(language, 'presence'), ...selfTexts(language, 'address')];
  const saidOfReader = (): string[] => own.filter((text) => browser.text.includes(text));
  const open = (page: 'abroad' | 'leftCanada' | 'homeAddress' | 'mailingAddress' | 'presenceReceipt' | 'status', person: string) =>
    browser.visit(href(page, language, { person }));
  const ofChild = async (page: Parameters<typeof open>[0], heading: string): Promise<void> => {
    await open(page, family.child.id);
    expect([page, browser.heading, saidOfReader()]).toEqual([page, heading, []]);
    expect(await faultsOf(browser.html)).toEqual([]);
  };
  const declareForChild = async (): Promise<void> => {
    await browser.visit(href('presence', language, { person: family.child.id }));
    await browser.tick('agreed').fill({ name: family.principal.name, password: PASSWORD }).press(SIGN[language]);
  };

  it('addresses and absence of a child name the child; those of the reader stay “you”', async () => {
    const { principal, child } = family;
    const en = language === 'en';
    await ofChild('abroad', en ? `${child.name} is not in Canada` : `${child.name} n’est pas au Canada`);
    await ofChild('homeAddress', en ? `Where does ${child.name} live?` : `Où habite ${child.name}?`);
    const em = portal.em();
    const from = await em.findOneOrFail(Confirmation, { person: principal.personId });
    (await em.findOneOrFail(Confirmation, { person: child.id })).homeAddress = from.homeAddress;
    await em.flush();
    await ofChild(
      'mailingAddress',
      en ? `Where should we mail the card of ${child.name}?` : `Où devons-nous poster la carte de ${child.name}?`,
    );
    await open('homeAddress', principal.personId);
    expect([browser.heading, saidOfReader().length > 2]).toEqual([en ? 'Where do you live?' : 'Où habitez-vous?', true]);
    await open('mailingAddress', principal.personId);
    expect(browser.heading).toBe(en ? 'Where should we mail your card?' : 'Où devons-nous poster votre carte?');
  });

  it('a child that left is not the reader: the question, both answers and the receipt name the child', async () => {
    const { child } = family;
    const en = language === 'en';
    await declareForChild();
    await ofChild('presenceReceipt', en ? 'Declaration received' : 'Déclaration reçue');
    await ofChild('leftCanada', en ? `Has ${child.name} left Canada?` : `${child.name} a quitté le Canada?`);
    expect(browser.text).toContain(child.name + LEFT[language].still);
    expect(browser.text).not.toContain(LEFT[language].mine);
    await browser.press(LEFT[language].withdraw + child.name);
    expect([browser.path, saidOfReader()]).toEqual([href('abroad', language, { person: child.id }), []]);
    await open('presenceReceipt', child.id);
    expect(browser.text).toContain(
      en ? `you told us that ${child.name} had left Canada` : `nous avez dit que ${child.name} avait quitté le Canada`,
    );
    await open('status', child.id);
    expect(browser.text).toContain(en ? 'You told us that they left Canada.' : 'Vous nous avez dit que cette personne a quitté le Canada.');
  });

  it('the board, the story and a confirmed residence speak of the child', async () => {
    const { child } = family;
    const en = language === 'en';
    await declareForChild();
    await open('status', child.id);
    expect(browser.text).toContain(en ? 'Checking the declaration' : 'Vérification de la déclaration');
    expect(browser.text).not.toMatch(en ? /your declaration/i : /votre déclaration/i);
    const officer = await anOfficer(portal);
    await verifyPresence(portal, officer, child.id);
    await open('status', child.id);
    expect(browser.text).toContain(en ? 'Confirming their permanent residence' : 'Confirmation de sa résidence permanente');
    expect(browser.text).not.toMatch(en ? /your (declaration|permanent|card)/i : /votre (déclaration|résidence|carte)/i);
    await confirmResidence(portal, officer, child.id);
    await ofChild(
      'leftCanada',
      en ? `The residence of ${child.name} is confirmed already` : `La résidence de ${child.name} est déjà confirmée`,
    );
  });

  it('no photo page takes whoever acts for a child for the one in the photo', async () => {
    const { principal, child } = family;
    const officer = await anOfficer(portal);
    const way = new PhotoWay(browser, { ...principal, personId: child.id } as Applicant);
    const own =
      language === 'en'
        ? /\b(your (\w+ )?(photo(?! library)|face|eyes?|head|lips|neck|glasses)|only you|behind you|beside you|you seem)\b/gi
        : /(votre|vos) (\S+ )?(photo\b|visage|yeux|œil|tête|cou\b|lunettes|ombre)|derrière vous|à côté de vous|vous semblez/gi;
    const wrong: string[] = [];
    const neutral = (): void => {
      // alternative texts and the labels of pictures to press are read as well
      const spoken = browser.$('[alt], [aria-label], [data-words]').toArray();
      const attributes = spoken.map((one) => ['alt', 'aria-label', 'data-words'].map((name) => browser.$(one).attr(name) ?? '').join(' '));
      for (const found of [browser.text, browser.heading, ...attributes].join('\n').match(own) ?? [])
        wrong.push(`${browser.path}: ${found}`);
    };
    const visit = async (page: Parameters<PhotoWay['at']>[0], status = 200): Promise<void> => {
      await browser.visit(way.at(page));
      expect([page, browser.status]).toEqual([page, status]);
      neutral();
    };
    for (const page of ['photo', 'photoOfPaper', 'review', 'status'] as const) await visit(page);
    await browser.visit(way.at('photo'));
    await browser
      .choose('source', 'digital')
      .attach('photo', await aPhoto({ width: 500, height: 700 }))
      .press(language === 'en' ? 'Upload photo' : 'Téléverser la photo');
    expect(browser.status).toBe(422);
    neutral();
    await way.uploaded({ background: CREAM });
    neutral();
    await way.checked({ background: CREAM });
    neutral();
    await visit('review');
    await way.ready({ background: CREAM });
    neutral();
    const em = portal.em();
    const confirmation = await em.findOneOrFail(Confirmation, { person: child.id });
    const actor = { kind: 'applicant', accountId: principal.accountId, personId: principal.personId, language } as const;
    confirmation.giveHomeAddress(actor, ADDRESS, portal.clock.now());
    confirmation.giveMailingAddress(actor, null, portal.clock.now());
    await em.flush();
    await declareForChild();
    await way.submitted();
    expect(browser.path).toBe(way.at('submitted'));
    neutral();
    await visit('photo', 409);
    await visit('status');
    await returnPhoto(portal, officer, child.id);
    for (const page of ['photoReturned', 'status', 'photo'] as const) await visit(page);
    await browser.visit(href('confirmation', language));
    expect(browser.text).toContain(language === 'en' ? 'we returned their photo' : 'nous avons renvoyé sa photo');
    await way.submitted();
    await acceptPhoto(portal, officer, child.id);
    await visit('photo', 409);
    for (const page of ['status', 'submitted'] as const) await visit(page);
    expect(wrong).toEqual([]);
    const halves = (await portal.deliverMail()).filter(({ template }) => template.startsWith('photo-'));
    expect(halves.length).toBe(2);
    for (const { text } of halves) expect([...text.matchAll(/your photo|votre photo/gi)]).toEqual([]);
  }, 60_000);

  it('a spouse’s own board says that they are the spouse', async () => {
    expect(browser.text).toContain(
      language === 'en' ? 'You, the principal applicant' : 'Vous, demandeur principal ou demandeuse principale',
    );
    const spouse = await signIn(portal, family.spouse.account);
    expect(spouse.text).toContain(language === 'en' ? 'You, the spouse' : 'Vous, époux ou épouse');
    expect(spouse.text).not.toMatch(/principal/);
  });
});

describe.each(['en', 'fr'] as const)('words of the checks (%s)', (language) => {
  it('every finding is said of the photo, not of its reader', () => {
    const texts = readFileSync(`locales/${language}/findings.json`, 'utf8');
    expect(
      texts.match(language === 'en' ? /.*\byour\b.*|.*\b(you|yourself) (alone|seem)\b.*/g : /.*\b(votre|vos)\b.*|.*vous semblez.*/g),
    ).toBeNull();
  });
});
