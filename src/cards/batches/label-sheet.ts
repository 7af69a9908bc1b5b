import { TaggedDocument } from '../../pages/tagged-document.js';

/** A sheet of ten labels on letter paper, in points. */
const LABELS = { aPage: 10, left: 11.25, across: 301.5, top: 36, width: 288, height: 144, inner: 24 } as const;

/** Address labels as a document: nothing else stands in it, so they begin at the top of the page, and the sheet's own margins count. */
export class LabelSheet extends TaggedDocument {
  /**
   * Address labels of 4 × 2 inches, two beside each other and five under each other as on common sheets, a paragraph each.
   */
  labels(all: readonly (readonly string[])[]): void {
    all.forEach((lines, index) => {
      const place = index % LABELS.aPage;
      if (place === 0 && index > 0) this.doc.addPage();
      const left = LABELS.left + (place % 2) * LABELS.across;
      const top = LABELS.top + Math.floor(place / 2) * LABELS.height;
      const [text, width] = [lines.join('\n'), LABELS.width - 2 * LABELS.inner];
      const size = this.#fitting(text, width, LABELS.height - 2 * LABELS.inner);
      this.root.add(
        this.struct('P', {}, () => this.write(text, 'regular', size, '#000000', left + LABELS.inner, top + LABELS.inner, width)),
      );
    });
  }

  /** The largest letters, 12 points at most, in which the text has room: none of an address is cut, and none runs on to another label. */
  #fitting(text: string, width: number, height: number): number {
    const fits = (size: number) => this.doc.font('regular').fontSize(size).heightOfString(text, { width, lineGap: 2 }) <= height;
    let size = 12;
    while (size > 5 && !fits(size)) size -= 1;
    return size;
  }
}
