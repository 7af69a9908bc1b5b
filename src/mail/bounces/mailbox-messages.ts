import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A bounce is a few kilobytes; what is longer is cut, its report stands before the original. */
export const LONGEST_MESSAGE = 512 * 1024;

/** The messages of a mailbox, one at a time: of a folder each `.eml` file, of a file in mbox format each part that begins with `From `. */
export async function* mailboxMessages(path: string): AsyncGenerator<Buffer> {
  if (!(await stat(path)).isDirectory()) return yield* mboxMessages(path);
  const entries = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile());
  const names = entries.map(({ name }) => name).filter((name) => name.endsWith('.eml') && !name.startsWith('.'));
  for (const name of names.sort()) yield await beginningOf(join(path, name));
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_MESSAGE), 0, LONGEST_MESSAGE, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* mboxMessages(path: string): AsyncGenerator<Buffer> {
  let lines: string[] | null = null;
  let length = 0;
  for await (const line of linesOf(path)) {
    if (line.startsWith('From ')) {
      if (lines) yield joined(lines);
      [lines, length] = [[], 0];
    } else if (lines && length < LONGEST_MESSAGE) {
      lines.push(line.replace(/^>(>*From )/, '$1'));
      length += line.length + 2;
    }
  }
  if (lines) yield joined(lines);
}

/** Bytes as they are: each one is a character of latin1. A line without end, which somebody may send us, is cut as a message is. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, 'latin1')) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST_MESSAGE);
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest) yield rest;
}

const joined = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1').subarray(0, LONGEST_MESSAGE);
