import { setTimeout as wait } from 'node:timers/promises';
import { COLUMNS } from '../src/imports/import.rules.js';
import { href } from '../src/language/routes.js';
import type { Visitor } from '../tools/visitor.js';
import type { MeasuredServer } from './measured-server.js';

export interface ImportRun {
  readonly cases: number;
  /** Milliseconds until the page of the import answers: every row is sealed by then. */
  readonly upload: number;
  readonly rowsPerSecond: number;
  /** MB of the whole process at the peak, above what it had before the upload. */
  readonly memory: number;
}

/** How often the process is asked for its memory; every tenth time the page for how far it is, as an officer would press Refresh. */
const LOOK_EVERY = 100;
const REFRESH_EVERY = 10;

/**
 * Uploads a table as an officer does, and waits until all of it was read.
 * @throws Error when a case was not opened: then other work would be timed
 */
export async function importTime(portal: MeasuredServer, officer: Visitor, rows: number): Promise<ImportRun> {
  const { bytes, cases } = aTable(rows);
  await officer.visit(href('adminImports', 'en'));
  const before = (await portal.usage()).memory;
  const begun = performance.now();
  let peak = before;
  const uploading = officer.attach('table', { name: `${rows}-rows.csv`, type: 'text/csv', bytes }).press('Upload the table');
  let arrived = 0;
  void uploading.then(() => (arrived = performance.now()));
  for (let looks = 1; !arrived || !/^The whole table was read on /.test(officer.lead); looks++) {
    peak = Math.max(peak, (await portal.usage()).memory);
    await wait(LOOK_EVERY);
    if (arrived && looks % REFRESH_EVERY === 0) await officer.reload();
  }
  const seconds = (performance.now() - begun) / 1_000;
  const opened = /Cases opened\s+([\d,]+)/.exec(officer.text)?.[1]?.replace(/,/g, '');
  if (Number(opened) !== cases) throw new Error(`${opened} of ${cases} cases were opened: ${officer.text}`);
  return { cases, upload: arrived - begun, rowsPerSecond: rows / seconds, memory: (peak - before) / 1024 / 1024 };
}

let tables = 0;

/** Cases of one, two, three and four persons in turn. */
function aTable(rows: number): { bytes: Buffer; cases: number } {
  const series = ++tables;
  const lines = [COLUMNS.join(',')];
  let cases = 0;
  while (lines.length <= rows) {
    const number = `E${series}${String(++cases).padStart(8, '0')}`;
    const email = `person-${series}-${cases}@mail.example`;
    for (let person = 0; person <= cases % 4 && lines.length <= rows; person++) {
      const uci = `${series}${String(lines.length).padStart(7, '0')}`;
      const ofCase = person === 0 ? ['cases@office.example', 'en', '2025-11-03', 'principal'] : ['', '', '', 'child'];
      const names = ['Thistlewood', `Marigold ${cases}`];
      const born = person === 0 ? '1988-04-17' : `201${person}-06-05`;
      lines.push([number, ...ofCase, ...names, born, 'Tartu', 'EE', 'F', 'EE', uci, person === 0 ? email : ''].join(','));
    }
  }
  return { bytes: Buffer.from(`${lines.join('\r\n')}\r\n`), cases };
}
