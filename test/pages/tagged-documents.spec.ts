import { LabelSheet } from '../../src/cards/batches/label-sheet.js';
import { OTHER_SCRIPT, UNSHOWABLE } from '../../src/cases/case.rules.js';
import { type Language, LANGUAGES } from '../../src/language/language.js';
import { Translator } from '../../src/language/translator.js';
import { TaggedDocument } from '../../src/pages/tagged-document.js';
import { recordPdf } from '../../src/residence/record-pdf.js';
import type { ResidenceRecord } from '../../src/residence/residence-record.entity.js';
import { contentsOf, type Part, partsOf, strayOn } from '../support/pdf-ua.js';

const MADE = new Date('2026-11-28T12:00:00Z');
const LONG = 'Þórdís Nguyễn-Đặng '.repeat(5).trim();

const labels = (many: number) => (language: Language) => {
  const sheet = new LabelSheet(language, 'Étiquettes, dossier E1', MADE);
  sheet.labels(Array.from({ length: many }, (_, index) => ['Zoë Quillfeather', `${index + 1} Linden Row`, 'Moncton NB  E1C 4Z9']));
  return sheet.bytes();
};

const record =
  (familyName: string, placeOfBirth = 'Łódź') =>
  (language: Language) => {
    const facts = {
      ...{ familyName, givenNames: '', dateOfBirth: '2014-02-03', placeOfBirth, countryOfBirth: 'PL', sex: 'X', citizenship: 'XX' },
      ...{ uci: '12345678', applicationNumber: 'E000123456', becameAt: MADE.toISOString() },
    };
    const issued = { facts, number: 'CRP-26-8H4N-2QXW', code: '0AB12-3CD45-6EF78-9GH01', issuedAt: MADE } as ResidenceRecord;
    return recordPdf(issued, language, new Translator(), (path) => `https://portal.example${path}`);
  };

/** Every document that the portal writes, as ISO 14289-1 (PDF/UA-1) asks it of the file itself, read from its bytes: no validator comes as an npm or Debian package. */
describe.each(
  LANGUAGES.flatMap((language) => [
    { what: 'a label', language, pages: 1, made: labels(1) },
    { what: 'the labels of a batch', language, pages: 2, made: labels(11) },
    { what: 'an eCOPR', language, pages: 1, made: record('Quillfeather') },
    { what: 'an eCOPR with long names', language, pages: 2, made: record(LONG, LONG) },
  ]),
)('$what ($language)', ({ language, pages, made }) => {
  let raw: string;
  let bytes: Buffer;
  let read: Awaited<ReturnType<typeof partsOf>>;
  beforeAll(async () => {
    bytes = await made(language);
    raw = bytes.toString('latin1');
    read = await partsOf(bytes);
  });

  it('says its language, that it is tagged, its title in the window, and which part of the standard it keeps', () => {
    expect(raw).toContain(`/Lang (${language}-CA)`);
    expect(raw).toMatch(/\/Marked true/);
    expect(raw).toMatch(/\/DisplayDocTitle true/);
    expect(raw).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
    expect(raw).toMatch(/<dc:title>[\s\S]*?<rdf:li[^>]*>[^<]+<\/rdf:li>/);
    expect(raw).not.toMatch(/\/Encrypt|\/JavaScript|\/XFA|\/Suspects true/);
  });

  it('embeds every font, each says which letters its glyphs are, and no letter is an empty box', () => {
    const fonts = raw.match(/\/Subtype \/Type0[\s\S]*?endobj/g) ?? [];
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/\/ToUnicode \d+ 0 R/);
    expect(raw.match(/\/Type \/FontDescriptor/g)).toHaveLength(raw.match(/\/FontFile[23]? \d+ 0 R/g)?.length ?? 0);
    expect(raw).not.toMatch(/\/Subtype \/(?:Type1|TrueType)\b/);
    expect(strayOn(bytes).boxes).toEqual([]);
  });

  it('has each page in the order of its structure, all it paints in a part or marked as decoration, and no note outside of it', () => {
    expect(contentsOf(bytes)).toHaveLength(pages);
    expect(raw.match(/\/Tabs \/S/g)).toHaveLength(pages);
    expect(new Set(raw.match(/\/StructParents \d+/g)).size).toBe(pages);
    expect(read.marked.flat().filter((mark) => !read.held.flat().includes(mark))).toEqual([]);
    expect(strayOn(bytes).outside).toEqual([]);
    expect(raw).not.toMatch(/\/Annots/);
  });

  it('is made of parts of the standard: headings that skip no level, rows headed by a cell, figures with words', () => {
    const roles = read.parts.map(({ role }) => role);
    expect(roles.filter((role) => !['Document', 'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure'].includes(role))).toEqual([]);
    const levels = roles.filter((role) => /^H\d/.test(role)).map((role) => Number(role.slice(1)));
    for (const [at, level] of levels.entries())
      expect([at, level]).toEqual([at, at === 0 ? 1 : Math.min(level, (levels[at - 1] ?? 0) + 1)]);
    expect(raw.match(/\/Scope \/Row/g) ?? []).toHaveLength(roles.filter((role) => role === 'TH').length);
    expect(roles.filter((role) => role === 'TR')).toHaveLength(roles.filter((role) => role === 'TH').length);
    const figures = read.parts.filter(({ role }: Part) => role === 'Figure');
    expect(figures.filter(({ alt }) => !alt)).toEqual([]);
    expect(raw.match(/\/BBox \[/g) ?? []).toHaveLength(figures.length);
  });
});

it('shows every letter that names and places of a file may have', () => {
  const taken = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
    (letter) => /\p{L}|\p{M}|\p{P}/u.test(letter) && !UNSHOWABLE.test(letter) && !OTHER_SCRIPT.test(letter),
  );
  expect(taken.length).toBeGreaterThan(1_000);
  class Fonts extends TaggedDocument {
    lacks(face: string, letter: string): boolean {
      const { font } = (this.doc.font(face) as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font;
      return !font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
    }
  }
  const fonts = new Fonts('en', 'Letters', MADE);
  for (const face of ['regular', 'bold']) expect(taken.filter((letter) => fonts.lacks(face, letter))).toEqual([]);
});
