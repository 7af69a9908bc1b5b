import { LANGUAGES, type Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { typographyFaults } from '../support/typography.js';

/** Longer than an officer may take a decision back. */
const UNDO = 61_000;

const WORDS = {
  en: {
    upload: 'Upload photo',
    apply: 'Apply and check',
    next: 'Next',
    submit: 'Submit documents',
    update: 'Update preview',
    accept: 'Accept photo',
    back: 'Return photo',
    crown: 'The photo: click the top of the head',
    chin: 'The photo: click the bottom of the chin',
  },
  fr: {
    upload: 'Téléverser la photo',
    apply: 'Appliquer et vérifier',
    next: 'Suivant',
    submit: 'Soumettre les documents',
    update: 'Mettre l’aperçu à jour',
    accept: 'Accepter la photo',
    back: 'Renvoyer la photo',
    crown: 'La photo : cliquez sur le haut de la tête',
    chin: 'La photo : cliquez sur le bas du menton',
  },
} as const;

/** Each page of the way in each of its states: well-formed, written as its language is written, its pictures there. */
describe.each(LANGUAGES)('the pages of a photo, in %s', (language) => {
  let portal: TestPortal;
  let applicant: Applicant;
  let officer: Someone;
  const wrong: string[] = [];
  const words = WORDS[language];
  beforeAll(async () => {
    portal = await aPortal();
    applicant = await anApplicant(portal, { stage: 'addressed', language });
    officer = await anOfficer(portal, { language });
  });
  afterAll(() => portal.close());

  const look = async (browser: Visitor, state: string, status = 200): Promise<void> => {
    // the summary of errors stands above the h1 on purpose (PAGES.md 3.1)
    const markup = (await faultsOf(browser.html)).filter((fault) => !/^heading-level: .*errors-title/.test(fault));
    const faults = [...markup, ...(await pictureFaults(browser)), ...writingFaults(browser, language)];
    if (browser.status !== status) faults.push(`status ${browser.status} (${browser.heading})`);
    if (status === 422 || status === 415) Object.keys(browser.errors()); // throws when a summary's line leads nowhere
    wrong.push(...faults.map((fault) => `${state}: ${fault}`));
  };

  it('are right in every state', async () => {
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    const { browser } = way;
    await browser.visit(way.at('photo'));
    await look(browser, 'upload');
    await browser.press(words.upload);
    await look(browser, 'upload, errors', 422);
    await browser.visit(way.at('photoOfPaper'));
    await look(browser, 'paper');
    await way.uploaded({ width: 2400, height: 3300, background: CREAM }, 'é à <b>.jpg');
    await look(browser, 'frame');
    await browser.press(words.crown);
    await look(browser, 'frame, no point');
    await browser.press(words.crown, { at: { x: 140, y: 60 } });
    await look(browser, 'frame, second click');
    await browser.press(words.chin, { at: { x: 140, y: 50 } });
    await look(browser, 'frame, points too near');
    await browser.visit(way.at('photo'));
    await look(browser, 'upload again');
    await browser.visit(way.at('photoFrame'));
    await browser.fill({ left: '-1', width: '' }).press(words.update);
    await look(browser, 'frame, errors', 422);
    await browser.visit(way.at('photoFrame'));
    await browser.fill({ angle: '-1', width: '1900', left: '200', top: '200' }).press(words.update);
    await look(browser, 'frame, turned');
    await browser.visit(way.at('review'));
    await look(browser, 'review, unfinished');
    await browser.visit(way.at('photoFrame'));
    await browser.press(words.apply);
    await look(browser, 'findings');
    await browser.press(words.next);
    await look(browser, 'findings, errors', 422);
    await browser.tick('declaration').tick('acknowledgement').press(words.next);
    await look(browser, 'review');
    await browser.fill({ password: way.applicant.password }).press(words.submit);
    await look(browser, 'receipt');
    await browser.visit(way.at('photo'));
    await look(browser, 'locked', 409);

    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPhotos', language));
    await look(desk, 'queue');
    await desk.press(desk.$('main .acts button').first().text());
    const review = desk.path;
    await look(desk, 'review by an officer');
    await desk.tick('reasons', 'other').press(words.back);
    await look(desk, 'review by an officer, errors', 422);
    await desk.tick('reasons', 'glare').fill({ words: 'A towel.\nPlease…' }).choose('language', 'en').press(words.back);
    await look(desk, 'queue, empty');
    await desk.visit(review);
    await look(desk, 'review by an officer, decided');
    await desk.forge(`${review}/${language === 'en' ? 'acceptance' : 'acceptation'}`);
    await look(desk, 'decided already', 409);

    portal.clock.advance(UNDO); // the officer may take it back until then
    await browser.visit(way.at('photoReturned'));
    await look(browser, 'returned');
    await way.submitted();
    await desk.visit(href('adminPhotos', language));
    await desk.press(desk.$('main .acts button').first().text());
    await desk.press(words.accept);
    portal.clock.advance(UNDO);
    await browser.visit(way.at('photoReturned'));
    await look(browser, 'returned, when another is accepted');
    await browser.visit(way.at('photo'));
    await look(browser, 'locked, accepted', 409);
    expect(wrong).toEqual([]);
  });
});

async function pictureFaults(browser: Visitor): Promise<string[]> {
  const addresses = browser
    .$('main img, main input[type=image]')
    .toArray()
    .map((img) => browser.$(img).attr('src') ?? '');
  const answers = await Promise.all(addresses.map(async (address) => ({ address, ...(await browser.raw('GET', address)) })));
  return answers.filter(({ status }) => status !== 200).map(({ address, status }) => `${address} is ${status}`);
}

function writingFaults(browser: Visitor, language: Language): string[] {
  const texts = browser
    .$('main *')
    .contents()
    .toArray()
    .filter(
      (node) => node.type === 'text' && browser.$(node.parent as never).closest(`[lang]:not([lang=${language}]), code, bdi`).length === 0,
    );
  return texts.flatMap((node) => typographyFaults('data' in node ? node.data.replace(/\n/g, ' ').trim() : '', language));
}
