import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { LANGUAGES, type Language } from '../../src/language/language.js';
import { sourceFiles, withoutComments } from '../support/source-files.js';
import { typographyFaults } from '../support/typography.js';

type Catalogue = { [key: string]: string | Catalogue };

const files = (language: Language) => sourceFiles(`locales/${language}`, '.json');
const moduleOf = (path: string) => path.replace(/^.*\//, '').replace(/\.json$/, '');

/** Every text of a language, in the order of its files: `module:path.key` and the words. */
const texts = (language: Language): [string, string][] =>
  files(language).flatMap(({ path, text }) => leaves(JSON.parse(text) as Catalogue, `${moduleOf(path)}:`));

function leaves(catalogue: Catalogue, prefix: string): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  );
}

const PLURAL = /_(one|many|other)$/;
const base = (key: string) => key.replace(PLURAL, '');
const distinct = (keys: string[]) => [...new Set(keys)];
const baseKeys = (language: Language) => distinct(texts(language).map(([key]) => base(key)));
const placeholders = (text: string) => distinct(text.match(/\{\{\s*\w+\s*\}\}/g) ?? []).sort();

describe('the texts of both languages', () => {
  it('lie in the same files', () => {
    expect(files('fr').map(({ path }) => moduleOf(path))).toEqual(files('en').map(({ path }) => moduleOf(path)));
  });

  it('have the same names, in the same order', () => {
    const [en, fr] = [baseKeys('en'), baseKeys('fr')];
    expect(fr.filter((key) => !en.includes(key))).toEqual([]);
    expect(en.filter((key) => !fr.includes(key))).toEqual([]);
    expect(fr).toEqual(en);
  });

  it('ask for the same values', () => {
    const asked = (language: Language) => {
      const byKey = new Map<string, Set<string>>();
      for (const [key, text] of texts(language)) {
        byKey.set(base(key), new Set([...(byKey.get(base(key)) ?? []), ...placeholders(text)]));
      }
      return byKey;
    };
    const [en, fr] = [asked('en'), asked('fr')];
    const different = [...en].filter(([key, values]) => [...values].sort().join() !== [...(fr.get(key) ?? [])].sort().join());
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it.each([
    ['en', ['one', 'other']],
    ['fr', ['one', 'many', 'other']],
  ] as const)('have every plural form of %s', (language, forms) => {
    const plural = texts(language).filter(([key]) => PLURAL.test(key));
    const byKey = Map.groupBy(plural, ([key]) => base(key));
    for (const [key, found] of byKey) expect([key, found.map(([name]) => name.match(PLURAL)?.[1])]).toEqual([key, forms]);
  });

  it.each(LANGUAGES)('name no text twice in a file of %s', (language) => {
    const count = (catalogue: Catalogue): number =>
      Object.values(catalogue).reduce<number>((sum, value) => sum + 1 + (typeof value === 'string' ? 0 : count(value)), 0);
    for (const { path, text } of files(language)) {
      expect([path, text.match(/^\s*"(?:[^"\\]|\\.)*"\s*:/gm)?.length]).toEqual([path, count(JSON.parse(text) as Catalogue)]);
    }
  });

  it.each(LANGUAGES)('are written as %s is written here', (language) => {
    expect(texts(language).flatMap(([key, text]) => typographyFaults(text, language).map((fault) => `${key}: ${fault}`))).toEqual([]);
  });

  it.each(LANGUAGES)('are not empty, and carry no markup and no stray blanks, in %s', (language) => {
    // one that goes on a sentence (" for {{name}}") begins with its blank
    const odd = texts(language).filter(
      ([, text]) => text.trimEnd() !== text || text === '' || /^[ \n]{2}/.test(text) || /<[a-z/]/i.test(text) || /[ \n]{2}/.test(text),
    );
    expect(odd.map(([key]) => key)).toEqual([]);
  });

  it('speak in no template: what a person typed is never a text', () => {
    expect(LANGUAGES.flatMap((language) => texts(language).filter(([, text]) => text.includes('$t(')))).toEqual([]);
  });
});

describe('the names of texts', () => {
  const modules = files('en').map(({ path }) => moduleOf(path));
  const { literals, patterns } = namesInUse(modules);
  const keys = baseKeys('en');

  it('that code and views ask for are there', () => {
    const starts = new Set(keys.flatMap((key) => [...key.matchAll(/[.]/g)].map(({ index }) => key.slice(0, index))));
    const missing = [...literals].filter(([name]) => !keys.includes(name) && !starts.has(name));
    expect(missing.map(([name, where]) => `${name} (${where})`)).toEqual([]);
  });

  it('that are built from parts fit at least one text', () => {
    expect(
      [...patterns]
        .filter(([pattern]) => !keys.some((key) => new RegExp(pattern).test(key)))
        .map(([pattern, where]) => `${pattern} (${where})`),
    ).toEqual([]);
  });

  it('are all asked for by something', () => {
    const starts = [...literals.keys()];
    const used = (key: string) =>
      literals.has(key) ||
      starts.some((name) => key.startsWith(`${name}.`)) ||
      [...patterns.keys()].some((pattern) => new RegExp(pattern).test(key));
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });
});

/** Names in quotes (`'photo:tooSmall'`), and those built from parts (`\`errors:${status}\``, `(concat key ".title")`) as patterns, each with its place. */
function namesInUse(modules: string[]): { literals: Map<string, string>; patterns: Map<string, string> } {
  const [literals, patterns] = [new Map<string, string>(), new Map<string, string>()];
  const start = `(?:${modules.join('|')}):`;
  const name = new RegExp(`^${start}[\\w.-]+$`);
  const add = (text: string, where: string) => void (name.test(text) && literals.set(text, where));
  for (const { path, text } of sourceFiles('src', '.ts')) {
    const code = withoutComments(text);
    for (const [, quoted] of code.matchAll(/['"]([\w:.-]+)['"]/g)) add(quoted ?? '', path);
    for (const [, template, end] of code.matchAll(new RegExp(`\`(${start}[^\`$]*(?:\\$\\{[^{}\`]*\\}[^\`$]*)*)(\`|\\$)`, 'g'))) {
      const parts = (template ?? '').split(/\$\{[^{}]*\}/).map(RegExp.escape);
      if (parts.length === 1 && end === '`') add(template ?? '', path);
      else patterns.set(`^${parts.join('.+')}${end === '`' ? '$' : ''}`, path);
    }
  }
  for (const { path, text } of sourceFiles('views', '.hbs')) {
    class Names extends Handlebars.Visitor {
      override StringLiteral(literal: hbs.AST.StringLiteral): void {
        add(literal.value, path);
      }
      override SubExpression(part: hbs.AST.SubExpression): void {
        const first = part.params[0];
        const isName = (part.path as hbs.AST.PathExpression).original === 'concat';
        if (isName && first?.type === 'StringLiteral' && new RegExp(`^${start}`).test((first as hbs.AST.StringLiteral).value)) {
          const parts = part.params.map((param) =>
            param.type === 'StringLiteral' ? RegExp.escape((param as hbs.AST.StringLiteral).value) : '.+',
          );
          patterns.set(`^${parts.join('')}$`, path);
        } else super.SubExpression(part);
      }
    }
    new Names().accept(Handlebars.parse(text));
  }
  return { literals, patterns };
}

it('every text of prose is there in both languages', () => {
  const names = (language: Language) =>
    sourceFiles('views/prose', `.${language}.hbs`).map(({ path }) => path.replace(`.${language}.hbs`, ''));
  expect(names('fr')).toEqual(names('en'));
});

it.each(LANGUAGES)('prose is written as %s is written here', (language) => {
  const faults = sourceFiles('views/prose', `.${language}.hbs`).flatMap(({ path, text }) => {
    // a link's words are text as well; what other helpers are given is not
    const words = text
      .replace(/\{\{(?:link|outside)\s+"[^"]*"\s+"([^"]*)"[^}]*\}\}/g, '$1')
      .replace(/\{\{[^}]*\}\}/g, '0')
      .replace(/<[^>]*>/g, '\n');
    return words.split('\n').flatMap((line) => typographyFaults(line.trim(), language).map((fault) => `${path}: ${fault}`));
  });
  expect(faults).toEqual([]);
});

it('no words are written in code: none but faults hold French letters or typographic signs', () => {
  // formats.ts writes months, error-pages.filter.ts the last resort; commands and seeds speak to developers
  const allowed = /src\/(language\/formats|pages\/error-pages\.filter|privacy\/normalise|seeds\/|commands\/)/;
  const odd = sourceFiles('src', '.ts')
    .filter(({ path }) => !allowed.test(path))
    .flatMap(({ path, text }) =>
      [
        ...withoutComments(text)
          .replace(/Error\((['"`]).*?\1/g, '')
          .matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g),
      ]
        .map(([, , words]) => words ?? '')
        .filter((words) => /[éèêàçùûîôœ«»’]/i.test(words) && / /.test(words))
        .map((words) => `${path}: ${words}`),
    );
  expect(odd).toEqual([]);
});

it('the font and style files name nothing from elsewhere', () => {
  const css = readFileSync(new URL('../../public/css/app.css', import.meta.url), 'utf8');
  expect(css).not.toMatch(/https?:|@import|url\(["']?\/\//);
});
