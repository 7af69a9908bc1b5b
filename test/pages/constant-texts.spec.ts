import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileViews } from '../../src/pages/template-engine.js';

/** A view compiled with helpers that count how often they are asked. */
function shown(source: string, data: Record<string, unknown> = {}): { page: string; asked: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  const asked: string[] = [];
  const helper = (name: string) => (word: string) => {
    asked.push(`${name} ${word}`);
    return `${name} of ${word}`;
  };
  try {
    writeFileSync(join(folder, 'page.hbs'), source);
    const views = compileViews({ t: helper('t'), wrap: (text: string) => `[${text}]` }, { t: (word) => `<${word}> & “words”` }, folder);
    return { page: views.get('page')?.(data) ?? '', asked };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('words that need nothing of the page', () => {
  it('are part of the view from the start, escaped', () => {
    expect(shown('<p>{{t "a:b"}}</p>')).toEqual({ page: '<p>&lt;a:b&gt; &amp; “words”</p>', asked: [] });
  });

  it('reach another helper as they are, and are escaped once', () => {
    expect(shown('{{wrap (t "a:b")}}')).toEqual({ page: '[&lt;a:b&gt; &amp; “words”]', asked: [] });
  });

  it('are asked for each time where they need a value, or a key that only the page knows', () => {
    expect(shown('{{t "a:b" count=1}} {{t key}}', { key: 'c:d' }).asked).toEqual(['t a:b', 't c:d']);
  });
});

it('a word that is missing stops the start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'views-'));
  writeFileSync(join(folder, 'page.hbs'), '{{t "no:such"}}');
  const missing = (word: string): string => {
    throw new Error(`no text is named ${word}`);
  };
  expect(() => compileViews({ t: missing }, { t: missing }, folder)).toThrow('no text is named no:such');
  rmSync(folder, { recursive: true, force: true });
});
