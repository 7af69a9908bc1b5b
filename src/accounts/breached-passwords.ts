import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** Enough for the longest line there is: 40 digits, a colon and a count. */
const LONGEST_LINE = 64;
/** A list may be of many gigabytes: so many places of it are looked at when the portal starts. */
const LOOKS_AT_START = 512;
const LINE = /^[0-9A-Fa-f]{40}(:\d+)?\r?$/;

/**
 * The operator's list of passwords that are known from break-ins: lines `SHA1HEX[:count]`, sorted, as the public lists are
 * (TRUST.md 12). It stays on the disk: a password is looked for by halving, with about thirty short reads in the largest list.
 */
export class BreachedPasswords {
  readonly #file: FileHandle | null;
  readonly #size: number;

  private constructor(file: FileHandle | null, size: number) {
    this.#file = file;
    this.#size = size;
  }

  /**
   * @param path null: no list, and no password is known
   * @throws Error that says what is wrong with the file: the portal does not start with a list it can't use
   */
  static async open(path: string | null): Promise<BreachedPasswords> {
    if (path === null) return new BreachedPasswords(null, 0);
    const file = await open(path).catch((fault: unknown) => {
      throw new Error(`BREACHED_PASSWORDS_FILE can't be read (${(fault as NodeJS.ErrnoException).code ?? 'unknown'})`);
    });
    const list = new BreachedPasswords(file, (await file.stat()).size);
    await list.#assertSorted().catch(async (fault: unknown) => {
      await file.close();
      throw fault;
    });
    return list;
  }

  /** Nest calls this when the last request is answered: it may have brought a new password. */
  async onApplicationShutdown(): Promise<void> {
    await this.#file?.close();
  }

  async has(password: string): Promise<boolean> {
    if (!this.#file) return false;
    const wanted = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
    let [low, high] = [0, this.#size]; // the line, if it is there, begins at a place from low to below high
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const line = await this.#lineFrom(middle);
      if (line === null || line.start >= high) {
        high = middle;
        continue;
      }
      if (line.hash === wanted) return true;
      if (line.hash < wanted) low = line.end;
      else high = middle;
    }
    return false;
  }

  /** The first line that begins at or after a place; null when there is none. */
  async #lineFrom(place: number): Promise<{ hash: string; text: string; start: number; end: number } | null> {
    const from = Math.max(0, place - 1); // the line break before it tells that a line begins here
    const read = await this.#file?.read(Buffer.alloc(2 * LONGEST_LINE + 1), 0, 2 * LONGEST_LINE + 1, from);
    const text = read ? read.buffer.subarray(0, read.bytesRead).toString('latin1') : '';
    const begins = place === 0 ? 0 : text.indexOf('\n') + 1;
    if ((place > 0 && begins === 0) || begins >= text.length) return null;
    const stops = text.indexOf('\n', begins);
    const line = text.slice(begins, stops < 0 ? text.length : stops);
    const start = from + begins;
    return { hash: line.slice(0, 40).toUpperCase(), text: line, start, end: start + line.length + 1 };
  }

  /** Looks at places all over the list: each holds a line as it should be, and none comes before the one before. */
  async #assertSorted(): Promise<void> {
    if (this.#size === 0) throw new Error('BREACHED_PASSWORDS_FILE is empty');
    let before = '';
    for (let look = 0; look < LOOKS_AT_START; look++) {
      const line = await this.#lineFrom(Math.floor((this.#size * look) / LOOKS_AT_START));
      if (line === null) return;
      const next = await this.#lineFrom(line.end);
      if (!LINE.test(line.text) || (next && !LINE.test(next.text)))
        throw new Error('BREACHED_PASSWORDS_FILE must hold lines of a SHA-1 in hexadecimal, and perhaps a count');
      if (line.hash < before || (next && next.hash < line.hash)) throw new Error('BREACHED_PASSWORDS_FILE must be sorted by its hashes');
      before = line.hash;
    }
  }
}
