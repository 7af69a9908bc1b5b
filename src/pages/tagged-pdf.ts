import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { Language } from '../language/language.js';
import { qrPicture } from './qr-picture.js';

/** The font of our documents has every Latin letter a name may be written with; the pages' own fonts hold a part of them. */
const font = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans/${file}`));
const REGULAR = font('400Regular/NotoSans_400Regular.ttf');
const BOLD = font('600SemiBold/NotoSans_600SemiBold.ttf');

const INK = '#333333';
const SOFT = '#595959';
const LINE = '#d3dae1';
const RED = '#a62a1e';
/** Points: four fifths of an inch. */
const MARGIN = 58;

/** A sheet of ten labels on letter paper, in points. */
const LABELS = { aPage: 10, left: 11.25, across: 301.5, top: 36, width: 288, height: 144, inner: 24 } as const;

type Structure = PDFKit.PDFStructureElement;

/** Options of pdfkit that its types do not know yet. */
interface StructOptions {
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
  readonly bbox?: readonly number[];
  readonly lang?: string;
}

/**
 * A document on letter paper that a screen reader reads as it reads a page: title, language, headings, tables and figures are tagged
 * (PDF/UA-1, ISO 14289-1), and what only decorates is marked as such. Parts come one under the other, in the order of reading.
 */
export class TaggedPdf {
  readonly #doc: PDFKit.PDFDocument;
  readonly #root: Structure;

  /** @param made when the document came to be: the same facts make the same document */
  constructor(language: Language, title: string, made: Date) {
    this.#doc = new PDFDocument({
      size: 'LETTER',
      margin: MARGIN,
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      displayTitle: true,
      lang: `${language}-CA`,
      font: REGULAR,
      info: { Title: title, CreationDate: made, ModDate: made },
    } as unknown as PDFKit.PDFDocumentOptions);
    this.#doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
    this.#root = this.#doc.struct('Document');
    this.#doc.addStructure(this.#root);
  }

  title(text: string): void {
    this.#text('H1', text, 'bold', 19, INK);
    this.#decoration(() => {
      const y = this.#doc.y + 6;
      this.#doc.rect(MARGIN, y, 54, 4).fill(RED);
    });
    this.#doc.y += 24;
  }

  heading(text: string): void {
    this.#doc.y += 10;
    this.#text('H2', text, 'bold', 14, INK);
    this.#doc.y += 4;
  }

  paragraph(text: string, style: 'plain' | 'strong' | 'small' = 'plain'): void {
    this.#text('P', text, style === 'strong' ? 'bold' : 'regular', style === 'small' ? 9 : 11, style === 'small' ? SOFT : INK);
    this.#doc.y += 6;
  }

  /** Names and values, a row each: a table whose first column heads the rows. */
  facts(rows: readonly (readonly [name: string, value: string])[]): void {
    const doc = this.#doc;
    const table = this.#struct('Table');
    this.#root.add(table);
    const left = 190;
    const width = doc.page.width - 2 * MARGIN;
    for (const [name, value] of rows) {
      const top = doc.y + 4;
      const row = this.#struct('TR');
      table.add(row);
      row.add(this.#struct('TH', { scope: 'Row' }, () => this.#write(name, 'regular', 10, SOFT, MARGIN, top, left - 10)));
      const afterName = doc.y;
      row.add(this.#struct('TD', {}, () => this.#write(value, 'bold', 11, INK, MARGIN + left, top, width - left)));
      row.end();
      const bottom = Math.max(afterName, doc.y) + 4;
      this.#decoration(() =>
        doc
          .moveTo(MARGIN, bottom)
          .lineTo(MARGIN + width, bottom)
          .lineWidth(0.5)
          .stroke(LINE),
      );
      doc.x = MARGIN;
      doc.y = bottom;
    }
    table.end();
    doc.y += 10;
  }

  /**
   * Address labels of 4 × 2 inches, two beside each other and five under each other as on common sheets, a paragraph each. Only labels
   * stand in such a document: they begin at the top of the page, and the sheet's own margins count.
   */
  labels(all: readonly (readonly string[])[]): void {
    all.forEach((lines, index) => {
      const place = index % LABELS.aPage;
      if (place === 0 && index > 0) this.#doc.addPage();
      const left = LABELS.left + (place % 2) * LABELS.across;
      const top = LABELS.top + Math.floor(place / 2) * LABELS.height;
      const [text, width] = [lines.join('\n'), LABELS.width - 2 * LABELS.inner];
      const size = this.#fitting(text, width, LABELS.height - 2 * LABELS.inner);
      this.#root.add(
        this.#struct('P', {}, () => this.#write(text, 'regular', size, '#000000', left + LABELS.inner, top + LABELS.inner, width)),
      );
    });
  }

  /** A line to sign on, with what is signed said under it. */
  signatureLine(text: string): void {
    const doc = this.#doc;
    const y = doc.y + 34;
    this.#decoration(() =>
      doc
        .moveTo(MARGIN, y)
        .lineTo(MARGIN + 260, y)
        .lineWidth(0.75)
        .stroke(INK),
    );
    doc.y = y + 4;
    this.#text('P', text, 'regular', 9, SOFT);
  }

  /** An address as a QR code, 1.1 inches wide, beside the text that says what it is and the same code to type. */
  code(address: string, alt: string, text: string, typed: string): void {
    const doc = this.#doc;
    const size = 79;
    const top = doc.y + 8;
    const { size: modules, path } = qrPicture(address);
    const figure = this.#struct('Figure', { alt, bbox: [MARGIN, top, MARGIN + size, top + size] }, () => {
      doc
        .save()
        .translate(MARGIN, top)
        .scale(size / modules)
        .path(path)
        .fill('#000000')
        .restore();
    });
    this.#root.add(figure);
    const [left, width] = [MARGIN + size + 14, doc.page.width - 2 * MARGIN - size - 14];
    this.#root.add(this.#struct('P', {}, () => this.#write(text, 'regular', 10, INK, left, top + 6, width)));
    this.#root.add(this.#struct('P', {}, () => this.#write(typed, 'bold', 12, INK, left, doc.y + 4, width)));
    doc.x = MARGIN;
    doc.y = Math.max(doc.y, top + size) + 8;
  }

  /** The whole document. */
  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.#doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => this.#doc.once('end', resolve).once('error', reject));
    this.#root.end();
    this.#doc.end();
    await ended;
    return Buffer.concat(chunks);
  }

  #text(tag: string, text: string, face: 'regular' | 'bold', size: number, colour: string): void {
    const doc = this.#doc;
    this.#root.add(this.#struct(tag, {}, () => this.#write(text, face, size, colour, MARGIN, doc.y, doc.page.width - 2 * MARGIN)));
  }

  #write(text: string, face: 'regular' | 'bold', size: number, colour: string, x: number, y: number, width: number): void {
    this.#doc.font(face).fontSize(size).fillColor(colour).text(text, x, y, { width, lineGap: 2 });
  }

  /** The largest letters, 12 points at most, in which the text has room: none of an address is cut, and none runs on to another label. */
  #fitting(text: string, width: number, height: number): number {
    const fits = (size: number) => this.#doc.font('regular').fontSize(size).heightOfString(text, { width, lineGap: 2 }) <= height;
    let size = 12;
    while (size > 5 && !fits(size)) size -= 1;
    return size;
  }

  #struct(tag: string, options: StructOptions = {}, draw?: () => void): Structure {
    const struct = this.#doc.struct as unknown as (tag: string, options: StructOptions, draw?: () => void) => Structure;
    return struct.call(this.#doc, tag, options, draw);
  }

  /** Lines and bars carry no meaning: screen readers pass over them. */
  #decoration(draw: () => void): void {
    this.#doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#doc.endMarkedContent();
  }
}
