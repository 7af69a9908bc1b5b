import { type Cheerio, type CheerioAPI, load } from 'cheerio';
import type { AnyNode, Element } from 'domhandler';

/** Blanks of every kind, the no-break space included, read as one: tests of typography look at the markup itself. */
export const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

const BLOCKS =
  'address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section select summary table td textarea th tr ul'.split(
    ' ',
  );
const UNREAD = new Set(['script', 'style', 'template', 'head', 'noscript', 'svg']);

/** What a page says, as a person without JavaScript gets it. */
export class ReadPage {
  readonly $: CheerioAPI;
  readonly html: string;

  constructor(html: string) {
    this.html = html;
    this.$ = load(html);
  }

  get title(): string {
    return plain(this.$('title').first().text());
  }

  get language(): string {
    return this.$('html').attr('lang') ?? '';
  }

  get heading(): string {
    return this.textOf('h1');
  }

  get lead(): string {
    return this.textOf('.lead');
  }

  /** All that can be read in the page's main part (in the body, where there is none); a line a block. */
  get text(): string {
    const main = this.$('main');
    return this.lines(main.length ? main : this.$('body')).join('\n');
  }

  /** The same of the whole page: with tabs, header and footer. */
  get wholeText(): string {
    return this.lines(this.$('body')).join('\n');
  }

  textOf(selector: string): string {
    return this.lines(this.$(selector).first()).join(' ');
  }

  textsOf(selector: string): string[] {
    return this.$(selector)
      .toArray()
      .map((element) => this.lines(this.$(element)).join(' '));
  }

  /** What is wrong, by field: from the summary, whose links must lead to a field that carries the same words. */
  errors(): Record<string, string> {
    const items = this.$('.errors li a').toArray();
    return Object.fromEntries(
      items.map((link) => {
        const id = (this.$(link).attr('href') ?? '').replace(/^#/, '');
        const text = plain(this.$(link).text());
        this.#mustCarry(id, text);
        return [id, text];
      }),
    );
  }

  links(): { text: string; href: string }[] {
    return this.$('a[href]')
      .toArray()
      .filter((link) => this.isShown(link))
      .map((link) => ({ text: this.nameOf(link), href: this.$(link).attr('href') ?? '' }));
  }

  buttons(): string[] {
    return this.$('button, input[type=submit], input[type=image]')
      .toArray()
      .filter((button) => this.isShown(button))
      .map((button) => this.nameOf(button));
  }

  isShown(node: AnyNode): boolean {
    const own = this.$(node as Element);
    return own.closest('[hidden], template, noscript, dialog:not([open])').length === 0;
  }

  /** The accessible name of a link or button: its label, else what it says, without what is hidden from screen readers. */
  nameOf(element: Element): string {
    const own = this.$(element);
    const label = own.attr('aria-label') ?? (own.is('input') ? (own.attr('value') ?? own.attr('alt')) : undefined);
    if (label !== undefined) return plain(label);
    const copy = own.clone();
    copy.find('[aria-hidden=true], script, style').remove();
    copy.find('img[alt]').each((_, image) => void this.$(image).replaceWith(this.$(image).attr('alt') ?? ''));
    return plain(copy.text());
  }

  /** Text by blocks, hidden parts left out. */
  lines(of: Cheerio<AnyNode>): string[] {
    let text = '';
    const walk = (node: AnyNode): void => {
      if (node.type === 'text') text += node.data.replace(/\s+/g, ' ');
      if (node.type !== 'tag') return;
      if (node.name === 'dialog' && !('open' in node.attribs)) return;
      if (UNREAD.has(node.name) || 'hidden' in node.attribs || node.attribs['aria-hidden'] === 'true') return;
      const block = BLOCKS.includes(node.name);
      if (block) text += '\n';
      for (const child of node.children) walk(child);
      if (block) text += '\n';
    };
    for (const element of of.toArray()) walk(element);
    return text.split('\n').map(plain).filter(Boolean);
  }

  /** PAGES.md 3.1: the summary's link leads to a field, and that field names its error, in the same words. */
  #mustCarry(id: string, text: string): void {
    const field = this.$(`[id="${id}"]`);
    if (field.length !== 1) throw new Error(`the error "${text}" leads to #${id}, of which there are ${field.length}`);
    const described = field.attr('aria-describedby') ?? field.closest('fieldset').attr('aria-describedby') ?? '';
    const said = described
      .split(/\s+/)
      .filter(Boolean)
      .map((part) => plain(this.$(`[id="${part}"]`).text()));
    if (!said.some((words) => words.endsWith(text))) throw new Error(`the field ${id} does not say "${text}", only: ${said.join(' · ')}`);
  }
}
