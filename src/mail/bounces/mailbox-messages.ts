import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A bounce is a few kilobytes; what is longer is cut, its report stands before the original. */
const LONGEST = 512 * 1024;

/** The messages of a mailbox, one at a time: of a folder each `.eml` file, of a file in mbox format each part that begins with `From `. */
export async function* mailboxMessages(path: string): AsyncGenerator<Buffer> {
  if (!(await stat(path)).isDirectory()) return yield* mboxMessages(path);
  const names = (await readdir(path)).filter((name) => name.endsWith('.eml') && !name.startsWith('.')).sort();
  for (const name of names) yield (await readFile(join(path, name))).subarray(0, LONGEST);
}

async function* mboxMessages(path: string): AsyncGenerator<Buffer> {
  let lines: string[] | null = null;
  let length = 0;
  // bytes as they are: each one is a character of latin1
  for await (const line of createInterface({ input: createReadStream(path, 'latin1'), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith('From ')) {
      if (lines) yield joined(lines);
      [lines, length] = [[], 0];
    } else if (lines && length < LONGEST) {
      lines.push(line.replace(/^>(>*From )/, '$1'));
      length += line.length + 2;
    }
  }
  if (lines) yield joined(lines);
}

const joined = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
