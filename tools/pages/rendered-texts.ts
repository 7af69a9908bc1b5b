import type { AnyNode, Element } from 'domhandler';
import type { Language } from '../../src/language/language.js';
import type { ReadPage } from '../visitor-page.js';

/** A piece of a page that is read in one go: a block's words, or what an attribute says. */
interface RenderedText {
  readonly language: Language;
  /** No-break spaces stay as they are. */
  readonly text: string;
}

/** Elements that flow inside a sentence; all others end it. */
const INLINE = new Set('a abbr b bdi bdo br cite code em i kbd mark q s small span strong sub sup time u var'.split(' '));
const UNREAD = new Set(['script', 'style', 'template', 'noscript', 'svg', 'option']);
const SAYING = ['alt', 'aria-label', 'title', 'placeholder', 'aria-valuetext'];
/** What people wrote, names and codes: of no language that the page answers for. */
const OWN_WORDS = 'bdi, code, kbd, [dir=auto], textarea, pre';
/** Stands where such words stood. */
const SOMEBODYS = '\u25a1';

/** All that a page says in its own words, each piece with the language it is marked as. */
export function renderedTexts({ $ }: ReadPage): RenderedText[] {
  const texts: RenderedText[] = [];
  const languageOf = (of: Element, around: Language): Language => {
    const said = $(of).attr('lang');
    return said === 'en' || said === 'fr' ? said : around;
  };
  const keep = (text: string, language: Language): void => {
    const trimmed = text.replace(/[^\S\u00a0\u202f]+/g, ' ').trim();
    if (/\p{L}|\d/u.test(trimmed)) texts.push({ language, text: trimmed });
  };
  const walk = (nodes: readonly AnyNode[], language: Language): void => {
    let line = '';
    const end = (): void => {
      keep(line, language);
      line = '';
    };
    const flow = (inside: readonly AnyNode[]): void => {
      for (const node of inside) {
        if (node.type === 'text') line += node.data;
        if (node.type !== 'tag' || UNREAD.has(node.name)) continue;
        const its = languageOf(node, language);
        for (const name of SAYING) keep(node.attribs[name] ?? '', its);
        if ($(node).is(OWN_WORDS)) line += SOMEBODYS;
        else if (its === language && INLINE.has(node.name)) flow(node.children);
        else if (its === language) {
          end();
          flow(node.children);
          end();
        } else {
          line += SOMEBODYS;
          walk(node.children, its);
        }
      }
    };
    flow(nodes);
    end();
  };
  const whole = $('html').attr('lang') === 'fr' ? 'fr' : 'en';
  keep($('title').text(), whole);
  walk($('body').contents().toArray(), whole);
  for (const option of $('option').toArray())
    if ($(option).closest('[data-names]').length === 0) keep($(option).text(), languageOf(option, whole));
  return texts;
}
