import type { RouteName } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { drawPortrait, type PortraitWishes } from '../../src/seeds/drawn-portrait.js';
import type { Visitor } from '../../tools/visitor.js';
import type { Applicant } from './people.js';

/** What the buttons of the way say, in each language. */
const WORDS = {
  en: { upload: 'Upload photo', apply: 'Apply and check', next: 'Next', submit: 'Submit documents' },
  fr: { upload: 'Téléverser la photo', apply: 'Appliquer et vérifier', next: 'Suivant', submit: 'Soumettre les documents' },
} as const;

/** A wall of this colour is warned about (S24), and nothing else is. */
export const CREAM = '#ddd2c0';

/** A photo to attach: of nobody, 1000 × 1400, good unless wished otherwise. */
export async function aPhoto(wishes: PortraitWishes = {}, name = 'portrait.jpg') {
  return { name, type: 'image/jpeg', bytes: await drawPortrait(wishes) };
}

/** The way through the real pages, as far as wanted; the browser stays where it ends. */
export class PhotoWay {
  constructor(
    readonly browser: Visitor,
    readonly applicant: Applicant,
  ) {}

  get #words() {
    return WORDS[this.applicant.language];
  }

  at(
    page: Extract<
      RouteName,
      'photo' | 'photoOfPaper' | 'photoFrame' | 'photoFindings' | 'photoReturned' | 'review' | 'submitted' | 'status'
    >,
  ): string {
    return href(page, this.applicant.language, { person: this.applicant.personId });
  }

  async uploaded(wishes: PortraitWishes = {}, name?: string): Promise<Visitor> {
    await this.browser.visit(this.at('photo'));
    return this.browser
      .choose('source', 'digital')
      .attach('photo', await aPhoto(wishes, name))
      .press(this.#words.upload);
  }

  async checked(wishes: PortraitWishes = {}): Promise<Visitor> {
    await this.uploaded(wishes);
    return this.browser.press(this.#words.apply);
  }

  async ready(wishes: PortraitWishes = {}): Promise<Visitor> {
    await this.checked(wishes);
    this.browser.tick('declaration');
    if (this.browser.$('[name=acknowledgement]').length > 0) this.browser.tick('acknowledgement');
    return this.browser.press(this.#words.next);
  }

  async submitted(wishes: PortraitWishes = {}): Promise<Visitor> {
    await this.ready(wishes);
    return this.browser.fill({ password: this.applicant.password }).press(this.#words.submit);
  }
}
