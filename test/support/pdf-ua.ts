import { inflateSync } from 'node:zlib';
import { getDocumentProxy } from 'unpdf';

/** The parts of a document's structure, in the order of reading. */
export interface Part {
  readonly role: string;
  readonly alt: string | null;
}

type Node = { role?: string; alt?: string; type?: string; id?: string; children?: Node[] };

/** What a screen reader finds in a document: its parts, and the marks of the content that they hold, by page. */
export async function partsOf(bytes: Uint8Array): Promise<{ parts: Part[]; held: string[][]; marked: string[][] }> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const [parts, held, marked]: [Part[], string[][], string[][]] = [[], [], []];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const ids: string[] = [];
    const walk = (node: Node): void => {
      if (node.role && node.role !== 'Root') parts.push({ role: node.role, alt: node.alt ?? null });
      if (node.type === 'content' && node.id) ids.push(node.id);
      for (const child of node.children ?? []) walk(child);
    };
    walk((await page.getStructTree()) as Node);
    held.push(ids.sort());
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    marked.push(items.flatMap((item) => ('type' in item && 'id' in item && item.id ? [String(item.id)] : [])).sort());
  }
  return { parts, held, marked };
}

const PAINTS = /(?:^|\s)(?:Tj|TJ|'|"|f|F|f\*|S|s|B|b|B\*|b\*|sh|Do|EI)$/;

/** What a page paints outside of its structure and of what it marks as decoration; and glyphs that stand for a letter the font has not. */
export function strayOn(bytes: Buffer): { outside: string[]; boxes: string[] } {
  const [outside, boxes]: [string[], string[]] = [[], []];
  for (const content of contentsOf(bytes)) {
    let depth = 0;
    for (const line of content.split('\n')) {
      if (/(?:BDC|BMC)$/.test(line)) depth += 1;
      else if (/EMC$/.test(line)) depth -= 1;
      else if (PAINTS.test(line)) {
        if (depth === 0) outside.push(line);
        for (const [, glyphs = ''] of line.matchAll(/<([0-9a-f]+)>/g)) if (glyphs.match(/.{4}/g)?.includes('0000')) boxes.push(line);
      }
    }
    if (depth !== 0) outside.push('a mark that does not end');
  }
  return { outside, boxes };
}

/** The operators of each page, as they are written. */
export function contentsOf(bytes: Buffer): string[] {
  const raw = bytes.toString('latin1');
  return [...raw.matchAll(/\/Contents (\d+) 0 R/g)].map(([, number]) => {
    const object = raw.indexOf(`\n${number} 0 obj`);
    const from = raw.indexOf('stream\n', object) + 'stream\n'.length;
    return inflateSync(bytes.subarray(from, raw.indexOf('\nendstream', from))).toString('latin1');
  });
}
