import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/config.js';

/** The README's section "Rule book": one line a rule, in order, each with a link to the file of test/rules that proves it. */
const readme = join(ROOT, 'README.md');
const lines = existsSync(readme) ? sectionOf(readFileSync(readme, 'utf8'), 'Rule book').split('\n') : [];
const listed = lines.flatMap((line) => [...line.matchAll(/\]\((test\/rules\/[^)]+)\)/g)].map(([, path]) => ({ path: path ?? '', line })));
const files = readdirSync(join(ROOT, 'test/rules'))
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => `test/rules/${name}`)
  .sort();

describe('the rule book', () => {
  it('lists every file of test/rules, in order, once', () => {
    expect(listed.map(({ path }) => path)).toEqual(files);
  });

  it('names in each line the facts that the file’s name carries', () => {
    for (const { path, line } of listed) {
      const numbers = factsIn(path);
      expect([path, numbers.length]).not.toEqual([path, 0]);
      for (const number of numbers) expect([path, line.replace(/\]\([^)]*\)/, '')]).toEqual([path, expect.stringContaining(number)]);
    }
  });

  it('has for each file a test that quotes its facts by number', () => {
    for (const path of files) {
      const text = readFileSync(join(ROOT, path), 'utf8');
      for (const number of factsIn(path)) expect([path, text]).toEqual([path, expect.stringMatching(new RegExp(`\\b${number}\\b`))]);
    }
  });
});

/** `test/rules/s02a-s22-….spec.ts` proves S2a and S22. */
function factsIn(path: string): string[] {
  const names = /^test\/rules\/((?:s\d+[a-g]?-)+)/.exec(path)?.[1] ?? '';
  return [...names.matchAll(/s0*(\d+[a-g]?)-/g)].map(([, number]) => `S${number}`);
}

function sectionOf(text: string, title: string): string {
  const start = text.search(new RegExp(`^## ${title}$`, 'm'));
  if (start < 0) return '';
  const rest = text.slice(start + 3);
  const end = rest.search(/^## /m);
  return end < 0 ? rest : rest.slice(0, end);
}
