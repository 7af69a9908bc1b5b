import { CaseFile } from '../../src/cases/case-file.entity.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aRow, importTable, mistakesOn, readTables, table, upload } from './tables.js';

let portal: TestPortal;
let officer: Visitor;
beforeAll(async () => {
  portal = await aPortal();
  officer = await signIn(portal, await anOfficer(portal));
});
afterAll(() => portal.close());

const cases = (): Promise<number> => portal.em().count(CaseFile);
const counts = async () =>
  (
    await portal.sql(
      'select rows, rows_read, cases_made made, cases_unchanged unchanged, cases_refused refused from case_import order by begun_at desc, id desc limit 1',
    )
  )[0];

describe('an import', () => {
  it('that was cut off goes on where it was, and nothing is opened twice', async () => {
    const before = await cases();
    await upload(officer, table(Array.from({ length: 12 }, () => aRow())));
    expect(officer.lead).toBe('The table arrived. Its 12 rows will be read in a moment.');
    const waiting = await portal.sql('select line, cells, case_hash from case_import_row');
    expect(waiting).toHaveLength(12);
    expect(waiting.map((row) => String(row.cells)).join()).not.toMatch(/Larkenfield|imported-/);
    const stop = new AbortController();
    const reading = readTables(portal, stop.signal);
    while ((await cases()) < before + 3) await new Promise((done) => setTimeout(done, 5));
    stop.abort();
    await reading;
    await officer.press('Refresh');
    expect(officer.lead).toMatch(/^The table is being read: \d+ of 12 rows so far/);
    await Promise.all([readTables(portal), readTables(portal)]);
    expect(await cases()).toBe(before + 12);
    expect(await counts()).toEqual({ rows: 12, rows_read: 12, made: 12, unchanged: 0, refused: 0 });
  });

  it('is read by the timed jobs, one table after the other, and invited by them', async () => {
    const before = await cases();
    await upload(officer, table([aRow()]));
    await upload(officer, table([aRow()]));
    for (const more of [1, 2]) {
      expect(await portal.get(TimedJobs).runDue()).toContainEqual({ name: 'imports.read', outcome: 'done' });
      expect(await cases()).toBe(before + more);
    }
    await officer.reload();
    await officer.follow('Invite the case of this import');
    await officer.press('Send the invitations');
    expect(await portal.get(TimedJobs).runDue()).toContainEqual({ name: 'imports.invite', outcome: 'done' });
    expect((await portal.deliverMail()).filter(({ template }) => template === 'invitation')).toHaveLength(1);
  });

  it('is one, however often the button is pressed at once', async () => {
    const bytes = table([aRow()]);
    const others = [await signIn(portal, await anOfficer(portal)), await signIn(portal, await anOfficer(portal))];
    const before = Number((await portal.sql('select count(*) from case_import'))[0]?.count);
    await Promise.all([officer, ...others].map((browser) => upload(browser, bytes)));
    expect(new Set([officer, ...others].map(({ path }) => path.replace(/\?.*/, ''))).size).toBe(1);
    expect(Number((await portal.sql('select count(*) from case_import'))[0]?.count)).toBe(before + 1);
    expect(await portal.sql('select distinct import_id from case_import_row')).toHaveLength(1);
    await readTables(portal);
  });

  it('gives all its mistakes as a table that no spreadsheet takes for formulas', async () => {
    await importTable(portal, officer, table(Array.from({ length: 60 }, () => aRow({ uci: '1' }))));
    expect(mistakesOn(officer)).toHaveLength(50);
    expect(officer.text).toContain('The first 50 of 60');
    await officer.follow('Download all 60 mistakes as a table');
    expect(officer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(officer.headers['content-disposition']).toBe('attachment; filename="import-mistakes.csv"');
    const lines = officer.bytes.toString().split('\r\n');
    expect(lines[0]).toBe('\ufeff"Line","Column","What is wrong","What to do"');
    expect(lines).toHaveLength(62);
  });

  it('stands on the list, and no fact of a row is kept in it', async () => {
    const row = aRow({ familyName: 'Neverkept', dateOfBirth: '?' });
    await importTable(portal, officer, table([row]));
    await officer.visit(href('adminImports', 'fr'));
    expect(officer.text).toContain('cases.csv');
    const kept = JSON.stringify([
      ...(await portal.sql('select * from case_import')),
      ...(await portal.sql('select * from case_import_mistake')),
    ]);
    expect(kept).not.toContain('Neverkept');
    expect(kept).not.toContain(row.applicationNumber);
  });
});
