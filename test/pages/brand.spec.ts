import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brandIn } from '../../src/pages/brand.js';
import { aPortal } from '../support/app.js';
import { Visitor } from '../../tools/visitor.js';

const MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" aria-hidden="true"><path d="M0 0H1V1Z"/></svg>';
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'brand-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
};

it('a brand of its own gives pages its mark, its colours and its name, and shows no other file', async () => {
  const words = { en: { portal: 'Harbour Portal' }, fr: { portal: 'Portail du Havre' } };
  const folder = folderWith({ 'mark.svg': MARK, 'colours.css': ':root{--red:#333}', 'words.json': JSON.stringify(words) });
  const portal = await aPortal({ environment: { BRAND_DIR: folder } });
  const visitor = new Visitor(portal.address);
  for (const [path, name] of [
    ['/en', 'Harbour Portal'],
    ['/fr', 'Portail du Havre'],
  ] as const) {
    const { title, $ } = await visitor.visit(path);
    expect(title).toMatch(new RegExp(`${name}$`));
    expect([$('.brand').text(), $('.brand path').attr('d')]).toEqual([expect.stringContaining(name), 'M0 0H1V1Z']);
    expect($('link[rel=stylesheet]').last().attr('href')).toBe('/brand/colours.css');
  }
  const statuses: number[] = [];
  for (const file of ['mark.svg', 'colours.css', 'words.json']) statuses.push((await visitor.visit(`/brand/${file}`)).status);
  expect(statuses).toEqual([200, 200, 404]);
  await portal.close();
});

it.each([
  ['no mark', {}],
  ['a name that is none of the portal’s', { 'mark.svg': MARK, 'words.json': '{"en":{"start":"x"},"fr":{}}' }],
  ['one language alone', { 'mark.svg': MARK, 'words.json': '{"en":{"portal":"x"}}' }],
])('a folder with %s is refused', (_what, files) => {
  expect(() => brandIn(folderWith(files))).toThrow(/^BRAND_DIR/);
});
