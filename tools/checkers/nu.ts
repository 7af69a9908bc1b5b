import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { versionOf } from '../pages/last-run.js';
import { isAdmitted, neverSaid } from './admitted.js';
import { absentWithout, type Checker } from './checker.js';

const JAR = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
/** All that it says of some hundred pages. */
const LONGEST_REPORT = 64 * 1024 * 1024;

/** One thing the checker says of a file (`--format json`). */
interface Message {
  readonly url: string;
  readonly message: string;
  readonly extract?: string;
}

/** The Nu HTML checker of the W3C, on the markup as it was sent: whether it is what the HTML standard asks for. Warnings count as faults. */
export const nu: Checker = {
  version: () => versionOf('vnu-jar'),
  absent: () => absentWithout('java'),
  async check({ pages }) {
    const folder = mkdtempSync(join(tmpdir(), 'portal-nu-'));
    try {
      for (const [number, { html }] of pages.entries()) writeFileSync(join(folder, `${number}.html`), html);
      const given = ['-jar', JAR, '--format', 'json', '--stdout', '--exit-zero-always', folder];
      const { stdout } = await promisify(execFile)('java', given, { maxBuffer: LONGEST_REPORT });
      const { messages } = JSON.parse(stdout) as { messages: Message[] };
      const faults = messages.flatMap(({ url, message, extract = '' }) => {
        const on = pages[Number(basename(url, '.html'))];
        return on && !isAdmitted('nu', message, extract, on.route) ? { what: `${message} ${extract.replace(/\s+/g, ' ').trim()}`, on } : [];
      });
      return [...faults, ...neverSaid('nu')];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
