import Handlebars from 'handlebars';
import { load } from 'cheerio';
import { sourceFiles } from '../support/source-files.js';

/** Prose is text by its nature; mails hold their frame in both languages. */
const views = sourceFiles('views', '.hbs');
const framed = views.filter(({ path }) => !/^views\/(prose|mail)\//.test(path));

const FIELD = /\{\{(textField|textArea|selectField|radios|checkbox|checkboxes|dayField|fileField) /;

/** What stands for a value in a view's markup; no letter, so that only typed words are left. */
const VALUE = '\u25a1';

/** The markup of a view as it is typed: blocks opened, values as a mark. */
function markupOf(text: string): string {
  let markup = '';
  class Reader extends Handlebars.Visitor {
    override ContentStatement(content: hbs.AST.ContentStatement): void {
      markup += content.value;
    }
    override MustacheStatement(): void {
      markup += VALUE;
    }
    override PartialStatement(): void {}
    override CommentStatement(): void {}
  }
  new Reader().accept(Handlebars.parse(text));
  return markup;
}

describe('views', () => {
  it('write nothing unescaped', () => {
    expect(views.filter(({ text }) => /\{\{~?\{|\{\{~?&/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('quote every attribute’s value', () => {
    const bare = views.flatMap(({ path, text }) =>
      [...markupOf(text).matchAll(/<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>/gi)]
        .filter(([tag]) => tag.replace(/="[^"]*"|='[^']*'/g, '').includes('='))
        .map(([tag]) => `${path}: ${tag}`),
    );
    expect(bare).toEqual([]);
  });

  it('hold no script, style or handler inline', () => {
    const inline = views.filter(({ text }) => /<script(?![^>]*\ssrc=)|\son[a-z]+=/i.test(text));
    expect(inline.map(({ path }) => path)).toEqual([]);
    // mail programs read no style sheet
    const styled = views.filter(({ path, text }) => !path.startsWith('views/mail/') && /<style|\sstyle=/i.test(text));
    expect(styled.map(({ path }) => path)).toEqual([]);
  });

  it('hold no words of their own: every text comes from the locales', () => {
    const typed = framed.flatMap(({ path, text }) => {
      const $ = load(markupOf(text), {}, false);
      const words = $('*')
        .add($.root())
        .contents()
        .toArray()
        .map((node) => (node.type === 'text' ? node.data : ''));
      const attributes = $('*')
        .toArray()
        .flatMap((element) => ['alt', 'title', 'aria-label', 'placeholder', 'value', 'summary'].map((name) => $(element).attr(name) ?? ''));
      return [...words, ...attributes].filter((part) => /\p{L}{2}/u.test(part)).map((part) => `${path}: ${part.trim()}`);
    });
    // what a field sends is no text
    expect(typed.filter((line) => !/: (yes|no|[a-z]+([-_][a-z]+)*)$/.test(line))).toEqual([]);
  });

  it('are of a size that can be read at once', () => {
    const long = framed
      .filter(({ text }) => text.split('\n').length > 90)
      .map(({ path, text }) => `${path}: ${text.split('\n').length} lines`);
    expect(long).toEqual([]);
  });

  it('mask every password, and tell password managers which one it is', () => {
    const fields = views.flatMap(({ path, text }) =>
      [...text.matchAll(/\{\{textField "(\w*[pP]assword)"[^}]*\}\}/g)].map(([field]) => ({ path, field })),
    );
    expect(fields.length).toBeGreaterThan(3);
    const bare = fields.filter(({ field }) => !/ type="password" autocomplete="(?:current|new)-password"/.test(field));
    expect(bare).toEqual([]);
  });

  it('stand in the one frame, which lets whoever is signed in sign out', () => {
    const whole = new Map(views.map(({ path, text }) => [path.replace(/^views\/|\.hbs$/g, ''), text]));
    const included = new Set(views.flatMap(({ text }) => [...text.matchAll(/\{\{#?>\s*"?([\w/-]+)/g)].map(([, name]) => name)));
    const framedBy = (name: string): string => {
      const [, frame] = /^\s*\{\{#>\s*([\w/-]+)/.exec(whole.get(name) ?? '') ?? [];
      return frame === undefined ? name : framedBy(frame);
    };
    const ends = new Set([...whole.keys()].filter((name) => !included.has(name)).map(framedBy));
    // the others are read by nobody as somebody who is signed in: the choice of language, mails, and the answer to what was no request
    expect([...ends].sort()).toEqual(['errors/plain', 'layouts/page', 'mail/message', 'public/root']);
    const frame = whole.get('layouts/page') ?? '';
    expect(frame).toMatch(/\{\{#if @root\.tabs\.length\}\}[\s\S]*href "signOut"[\s\S]*\{\{else if @root\.visitor\}\}[\s\S]*href "signOut"/);
  });

  it('with a password are pages themselves: a part would not bring the script that shows it', () => {
    const asking = framed.filter(({ text }) => text.includes('type="password"'));
    expect(asking.length).toBeGreaterThan(5);
    expect(asking.filter(({ text }) => !text.startsWith('{{#> layouts/page')).map(({ path }) => path)).toEqual([]);
  });

  it('with a form begin with the summary of its errors, above the heading', () => {
    const summary = ({ text }: { text: string }): boolean => {
      const at = text.indexOf('{{errorSummary}}');
      return at >= 0 && (text.indexOf('<h1') < 0 || at < text.indexOf('<h1'));
    };
    const frames = new Set(framed.filter(summary).map(({ path }) => path.replace(/^views\/|\.hbs$/g, '')));
    const without = framed.filter(
      (view) =>
        /\{\{#form /.test(view.text) &&
        FIELD.test(view.text) &&
        !summary(view) &&
        ![...view.text.matchAll(/\{\{#>\s*([\w/-]+)/g)].some(([, name]) => frames.has(name ?? '')),
    );
    expect(without.map(({ path }) => path)).toEqual([]);
  });
});
