import { getDocumentProxy } from 'unpdf';
import { LabelSheet } from '../../src/cards/batches/label-sheet.js';
import { LANGUAGES } from '../../src/language/language.js';

/** Address labels as ISO 14289-1 asks it of the file itself, read from its bytes: no validator comes as an npm package. The eCOPR is read in residence/record.spec. */
describe.each(LANGUAGES)('a document (%s)', (language) => {
  let raw: string;
  let bytes: Buffer;
  beforeAll(async () => {
    const sheet = new LabelSheet(language, 'Étiquettes, dossier E1', new Date('2026-11-28T12:00:00Z'));
    sheet.labels(Array.from({ length: 11 }, (_, index) => ['Zoë Quillfeather', `${index + 1} Linden Row`, 'Moncton NB  E1C 4Z9']));
    bytes = await sheet.bytes();
    raw = bytes.toString('latin1');
  });

  it('says its language, that it is tagged, its title in the window, and which part of the standard it keeps', () => {
    expect(raw).toContain(`/Lang (${language}-CA)`);
    expect(raw).toMatch(/\/Marked true/);
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    expect(raw).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
    expect(raw).toMatch(/<dc:title>/);
  });

  it('embeds every font, and each says which letters its glyphs are', () => {
    const fonts = raw.match(/\/Subtype \/Type0[\s\S]*?endobj/g) ?? [];
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/\/ToUnicode \d+ 0 R/);
    expect(raw.match(/\/Type \/FontDescriptor/g)).toHaveLength(raw.match(/\/FontFile[23]? \d+ 0 R/g)?.length ?? 0);
  });

  it('has each page in the order of its structure, and no page whose marked content the structure does not hold', async () => {
    const pdf = await getDocumentProxy(new Uint8Array(bytes));
    expect(pdf.numPages).toBe(2);
    expect(raw.match(/\/Tabs \/S/g)).toHaveLength(pdf.numPages);
    expect(new Set(raw.match(/\/StructParents \d+/g)).size).toBe(pdf.numPages);
    for (let page = 1; page <= pdf.numPages; page++) {
      const { items } = await (await pdf.getPage(page)).getTextContent({ includeMarkedContent: true });
      const marks = items.flatMap((item) =>
        'type' in item && item.type === 'beginMarkedContentProps' ? [(item as { id: string }).id] : [],
      );
      const tree = JSON.stringify(await (await pdf.getPage(page)).getStructTree());
      const held = [...tree.matchAll(/"type":"content","id":"([^"]+)"/g)].map(([, id]) => id);
      expect(marks.filter(Boolean).sort()).toEqual(held.sort());
      let depth = 0;
      for (const item of items) {
        if ('type' in item) depth += item.type.startsWith('begin') ? 1 : -1;
        else if (item.str.trim()) expect([item.str, depth > 0]).toEqual([item.str, true]);
      }
    }
  });
});
