import { TableRefused } from './table-refused.js';

/** Beginnings of files that are no text: Excel's workbooks, new and old. */
const WORKBOOKS = [Buffer.from('PK\u0003\u0004', 'latin1'), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

/**
 * The text of a file in UTF-8, piece by piece, without its byte order mark, each line ended by one sign: so lines are counted as people do.
 * @throws TableRefused for other encodings, and for what is no text at all
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  let held = '';
  for await (const chunk of bytes) {
    if (first && WORKBOOKS.some((start) => Buffer.from(chunk).subarray(0, 4).equals(start))) throw new TableRefused('workbook');
    first = false;
    const text = held + checked(() => decoder.decode(chunk, { stream: true }));
    held = text.endsWith('\r') ? '\r' : ''; // its other half may be in the next piece
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  yield (held + checked(() => decoder.decode())).replace(/\r\n?/g, '\n');
}

function checked(decode: () => string): string {
  let text: string;
  try {
    text = decode();
  } catch {
    throw new TableRefused('encoding');
  }
  if (text.includes('\u0000')) throw new TableRefused('notCsv');
  return text;
}
