import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import type { Language } from '../language/language.js';

/** The font of our documents has every Latin letter a name may be written with; the pages' own fonts hold a part of them. */
const font = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans/${file}`));
const REGULAR = font('400Regular/NotoSans_400Regular.ttf');
const BOLD = font('600SemiBold/NotoSans_600SemiBold.ttf');

export const INK = '#333333';
export const SOFT = '#595959';
/** Points: four fifths of an inch. */
export const MARGIN = 58;

type Structure = PDFKit.PDFStructureElement;

/** Options of pdfkit that its types do not know yet. */
interface StructOptions {
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
  readonly bbox?: readonly number[];
  readonly lang?: string;
}

/**
 * A document on letter paper that a screen reader reads as it reads a page: title, language and all parts are tagged (PDF/UA-1, ISO
 * 14289-1), and what only decorates is marked as such. What it holds is up to its kinds.
 */
export abstract class TaggedDocument {
  protected readonly doc: PDFKit.PDFDocument;
  protected readonly root: Structure;

  /** @param made when the document came to be: the same facts make the same document */
  constructor(language: Language, title: string, made: Date) {
    this.doc = new PDFDocument({
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
    this.doc.registerFont('regular', REGULAR).registerFont('bold', BOLD);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
  }

  /** The whole document. */
  async bytes(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<void>((resolve, reject) => this.doc.once('end', resolve).once('error', reject));
    this.root.end();
    this.doc.end();
    await ended;
    return Buffer.concat(chunks);
  }

  protected write(text: string, face: 'regular' | 'bold', size: number, colour: string, x: number, y: number, width: number): void {
    this.doc.font(face).fontSize(size).fillColor(colour).text(text, x, y, { width, lineGap: 2 });
  }

  protected struct(tag: string, options: StructOptions = {}, draw?: () => void): Structure {
    const struct = this.doc.struct as unknown as (tag: string, options: StructOptions, draw?: () => void) => Structure;
    return struct.call(this.doc, tag, options, draw);
  }

  /** Lines and bars carry no meaning: screen readers pass over them. */
  protected decoration(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }
}
