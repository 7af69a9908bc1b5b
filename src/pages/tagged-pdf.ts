import { INK, MARGIN, SOFT, TaggedDocument } from './tagged-document.js';
import { qrPicture } from './qr-picture.js';

const LINE = '#d3dae1';
const RED = '#a62a1e';
/** What a heading must have under it on its page, unless told otherwise: itself and two lines. */
const WITH_HEADING = 60;
const SIGNATURE = 60;
/** A heading and the words of a code under it; the code itself may reach a little into the margin. */
export const CODE_WITH_HEADING = 107;

/** A tagged document to read: headings, paragraphs, tables of facts, a code. Parts come one under the other, in the order of reading. */
export class TaggedPdf extends TaggedDocument {
  title(text: string): void {
    this.#text('H1', text, 'bold', 19, INK);
    this.decoration(() => {
      const y = this.doc.y + 6;
      this.doc.rect(MARGIN, y, 54, 4).fill(RED);
    });
    this.doc.y += 24;
  }

  /** @param room of itself and what must stand under it on the same page */
  heading(text: string, room = WITH_HEADING): void {
    this.#room(room);
    this.doc.y += 10;
    this.#text('H2', text, 'bold', 14, INK);
    this.doc.y += 4;
  }

  paragraph(text: string, style: 'plain' | 'strong' | 'small' = 'plain'): void {
    this.#text('P', text, style === 'strong' ? 'bold' : 'regular', style === 'small' ? 9 : 11, style === 'small' ? SOFT : INK);
    this.doc.y += 6;
  }

  /** Names and values, a row each: a table whose first column heads the rows. */
  facts(rows: readonly (readonly [name: string, value: string])[]): void {
    const doc = this.doc;
    const table = this.struct('Table');
    this.root.add(table);
    const left = 190;
    const width = doc.page.width - 2 * MARGIN;
    for (const [name, value] of rows) {
      const top = doc.y + 4;
      const row = this.struct('TR');
      table.add(row);
      row.add(this.struct('TH', { scope: 'Row' }, () => this.write(name, 'regular', 10, SOFT, MARGIN, top, left - 10)));
      const afterName = doc.y;
      row.add(this.struct('TD', {}, () => this.write(value, 'bold', 11, INK, MARGIN + left, top, width - left)));
      row.end();
      const bottom = Math.max(afterName, doc.y) + 4;
      this.decoration(() =>
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

  /** A line to sign on, with what is signed said under it. */
  signatureLine(text: string): void {
    this.#room(SIGNATURE);
    const doc = this.doc;
    const y = doc.y + 34;
    this.decoration(() =>
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
    const doc = this.doc;
    const size = 79;
    const top = doc.y + 8;
    const { size: modules, path } = qrPicture(address);
    const figure = this.struct('Figure', { alt, bbox: [MARGIN, top, MARGIN + size, top + size] }, () => {
      doc
        .save()
        .translate(MARGIN, top)
        .scale(size / modules)
        .path(path)
        .fill('#000000')
        .restore();
    });
    this.root.add(figure);
    const [left, width] = [MARGIN + size + 14, doc.page.width - 2 * MARGIN - size - 14];
    this.root.add(this.struct('P', {}, () => this.write(text, 'regular', 10, INK, left, top + 6, width)));
    this.root.add(this.struct('P', {}, () => this.write(typed, 'bold', 12, INK, left, doc.y + 4, width)));
    doc.x = MARGIN;
    doc.y = Math.max(doc.y, top + size) + 8;
  }

  /** What belongs together is not torn apart by the end of a page. */
  #room(height: number): void {
    const { page, y } = this.doc;
    if (y + height > page.height - page.margins.bottom) this.doc.addPage();
  }

  #text(tag: string, text: string, face: 'regular' | 'bold', size: number, colour: string): void {
    const doc = this.doc;
    this.root.add(this.struct(tag, {}, () => this.write(text, face, size, colour, MARGIN, doc.y, doc.page.width - 2 * MARGIN)));
  }
}
