import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Translator } from '../../src/language/translator.js';

const folder = mkdtempSync(join(tmpdir(), 'locales-'));
const texts = {
  en: {
    hello: 'Hello {{name}}, {{name}}!',
    plain: 'Help',
    kinds: { one: 'First' },
    days_one: '{{count}} day',
    days_other: '{{count}} days',
  },
  fr: {
    hello: 'Bonjour {{name}}',
    plain: 'Aide',
    kinds: { one: 'Premier' },
    days_one: '{{count}} jour',
    days_many: '{{count}} de jours',
    days_other: '{{count}} jours',
  },
};
for (const [language, words] of Object.entries(texts)) {
  mkdirSync(join(folder, language));
  writeFileSync(join(folder, language, 'm.json'), JSON.stringify(words));
}
afterAll(() => rmSync(folder, { recursive: true }));

describe('the texts of both languages', () => {
  const translator = new Translator(folder);

  it('are given with their values, however often they are asked for', () => {
    for (const name of ['Idris', 'Élodie']) expect(translator.text('en', 'm:hello', { name })).toBe(`Hello ${name}, ${name}!`);
    expect(translator.text('fr', 'm:plain')).toBe('Aide');
  });

  it('take a person’s words as words: places, nesting and marks in them mean nothing', () => {
    for (const name of ['{{name}}', '{{count}}', '$t(m:plain)', '$&', '\u00010\u0001'])
      expect(translator.text('fr', 'm:hello', { name })).toBe(`Bonjour ${name}`);
  });

  it('choose the plural of their language', () => {
    expect([0, 1, 2].map((count) => translator.text('en', 'm:days', { count }))).toEqual(['0 days', '1 day', '2 days']);
    expect([0, 1, 1.5, 2, 1_000_000].map((count) => translator.text('fr', 'm:days', { count }))).toEqual([
      '0 jour',
      '1 jour',
      '1.5 jour',
      '2 jours',
      '1000000 de jours',
    ]);
  });

  it.each([
    ['a text that does not exist', 'm:none', {}],
    ['a value that was not given', 'm:hello', {}],
    ['a branch that is no text', 'm:kinds', {}],
    ['a plural without its number', 'm:days', {}],
  ])('fail for %s, instead of a half sentence', (_what, key, values) => {
    expect(() => translator.text('en', key, values)).toThrow();
  });
});
