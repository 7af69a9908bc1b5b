import { LANGUAGES, type Language } from '../../src/language/language.js';
import { Translator } from '../../src/language/translator.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { Journey, type Scene, type Traveller, type Walker } from '../journey.js';
import type { Visitor } from '../visitor.js';
import { isPage } from './crawl.js';
import { codeOf, type SamplePortal } from './sample-portal.js';
import { type SeenPage, seenPage } from './seen-page.js';

/** Who goes the whole way to look at its pages. */
export const CALM = {
  en: { email: 'noa.whitlow@mail.example', caseNumber: 'E910000001', familyName: 'Whitlow', givenNames: 'Noa', uci: '9100-0001' },
  fr: { email: 'noe.tremblaie@mail.example', caseNumber: 'E910000002', familyName: 'Tremblaie', givenNames: 'Noé', uci: '9100-0002' },
} as const;

/** The pages of the whole way, from an invitation to a card in the post, with the mistakes that are made on it. */
export async function travel(portal: SamplePortal, newBrowser: (address: string) => Visitor): Promise<SeenPage[]> {
  const pages: SeenPage[] = [];
  for (const language of LANGUAGES) {
    await walkOf(
      portal,
      language,
      CALM[language],
      () => newBrowser(portal.address),
      ({ browser }) => {
        if (isPage(browser as Visitor)) pages.push(seenPage('traveller', browser as Visitor));
      },
    );
  }
  return pages;
}

/** Somebody goes the whole way, with the supervisor of the sample people. Throws where it does not lead where it should. */
export async function walkOf(
  portal: SamplePortal,
  language: Language,
  applicant: Traveller,
  newBrowser: () => Walker,
  tell: (scene: Scene) => void,
): Promise<void> {
  const officer = portal.people.find(({ stage }) => stage === 'supervisor')?.signIn;
  if (!officer) throw new Error('there is no supervisor among the sample people');
  const journey = new Journey({
    language,
    words: new Translator(),
    officer,
    officerCode: () => codeOf(portal, officer.username),
    applicant,
    photos: [
      { name: 'photo.jpg', type: 'image/jpeg', bytes: await drawPortrait({ background: '#d9c9a8' }) },
      { name: 'photo.jpg', type: 'image/jpeg', bytes: await drawPortrait({}) },
    ],
    newBrowser,
    ...(portal.deliver ? { deliver: portal.deliver } : {}),
    tell,
  });
  await journey.walk();
}
