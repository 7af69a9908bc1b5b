import { request } from 'node:http';
import { CaseFile } from '../../src/cases/case-file.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { MAX_IMPORT_BYTES } from '../../src/imports/import.rules.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aFamilyRow, aRow, importTable, mistakesOn, readTables, table, upload } from './tables.js';

let portal: TestPortal;
let account: Someone;
let officer: Visitor;
beforeAll(async () => {
  portal = await aPortal();
  account = await anOfficer(portal);
  officer = await signIn(portal, account);
});
afterAll(() => portal.close());

const cases = (): Promise<number> => portal.em().count(CaseFile);
const counts = async () =>
  (
    await portal.sql(
      'select rows, rows_read, cases_made made, cases_unchanged unchanged, cases_refused refused from case_import order by begun_at desc, id desc limit 1',
    )
  )[0];

describe('a table of cases', () => {
  it.each(['en', 'fr'] as const)('opens a case for each number, with everybody on it, wherever their rows stand (%s)', async (language) => {
    const [one, two] = [aRow({ familyName: 'D’Arcy, née Müller', givenNames: 'Zoé "Zo"' }), aRow({ givenNames: '', citizenship: 'XX' })];
    const child = aFamilyRow(one);
    await importTable(portal, officer, table([one, two, child]), language);
    expect(await counts()).toEqual({ rows: 3, rows_read: 3, made: 2, unchanged: 0, refused: 0 });
    expect(officer.lead).toMatch(language === 'en' ? /^The whole table was read on / : /^Tout le tableau a été lu le /);
    expect(officer.text).toContain(account.name);
    await officer.visit(`${href('adminCases', language)}?find=${one.applicationNumber}`);
    await officer.follow('Zoé "Zo" D’Arcy, née Müller');
    expect(officer.text).toContain('Pim');
    const [caseFile] = await portal.sql<{ id: string }>('select id from case_file where import_id is not null order by id limit 1');
    const trail = await portal.sql('select action, actor_account from audit_event where case_file = $1 order by action', [caseFile?.id]);
    expect(trail).toEqual(expect.arrayContaining([{ action: 'case.created', actor_account: account.accountId }]));
    expect(await portal.sql('select 1 from case_import_row')).toEqual([]);
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('may be written as French Excel does: semicolons, French headings and words, a byte order mark', async () => {
    const headings =
      'Numéro de demande;Adresse de contact;Langue préférée;Date de la demande;Rôle dans la demande;Nom de famille;Prénoms;Date de naissance;Lieu de naissance;Pays de naissance;Sexe;Citoyenneté;IUC;Adresse courriel';
    const row = aRow({
      language: 'Français',
      relation: 'demandeur principal ou demandeuse principale',
      countryOfBirth: 'Côte d’Ivoire',
      citizenship: 'apatride',
      sex: 'm',
      familyName: 'Éléonore; Ça',
    });
    await importTable(portal, officer, table([row], { separator: ';', headings: headings.split(';'), mark: true }));
    expect(await counts()).toMatchObject({ made: 1, refused: 0 });
    const [person] = await portal.em().find(Person, {}, { orderBy: { id: 'desc' }, limit: 1, populate: ['caseFile'] });
    expect(person?.facts).toMatchObject({ familyName: 'Éléonore; Ça', countryOfBirth: 'CI', citizenship: 'XX', sex: 'M' });
    expect(person?.caseFile.language).toBe('fr');
  });

  it('has its mistakes told by line, column and remedy, and such a case is not opened at all; the others are', async () => {
    const [good, bad] = [aRow(), aRow({ dateOfBirth: '1990-02-30', uci: '12', email: 'nobody' })];
    const before = await cases();
    await importTable(portal, officer, table([bad, good, aFamilyRow(bad, { sex: 'Q', language: 'fr' })]));
    expect(await counts()).toEqual({ rows: 3, rows_read: 3, made: 1, unchanged: 0, refused: 1 });
    expect(await cases()).toBe(before + 1);
    const told = mistakesOn(officer);
    expect(told.map(([line, column]) => `${line} ${column}`)).toEqual([
      '2 Date of birth',
      '2 UCI',
      '2 Email address',
      '4 Sex',
      '4 Preferred language',
    ]);
    expect(told[0]).toEqual([
      '2',
      'Date of birth',
      'Enter a real date of birth: day, month and a year of four digits',
      'Year, month and day, like 1990-07-09.',
    ]);
    expect(told[4]?.[3]).toBe('Repeat what the principal applicant’s row says, or leave the cell empty.');
  });

  it.each([
    ['a family without a principal applicant', () => [aFamilyRow(aRow())], ['2 Role on the application']],
    [
      'two principal applicants',
      () => {
        const one = aRow();
        return [one, aRow({ applicationNumber: one.applicationNumber })];
      },
      ['3 Role on the application'],
    ],
    [
      'one UCI twice',
      () => {
        const one = aRow();
        return [one, aFamilyRow(one, { uci: one.uci })];
      },
      ['3 UCI'],
    ],
    [
      'no number',
      () => [aRow({ applicationNumber: '' }), aRow({ applicationNumber: '' })],
      ['2 Application number', '3 Application number'],
    ],
  ] as const)('is refused for %s', async (_what, rows, places) => {
    await importTable(portal, officer, table(rows()));
    expect(mistakesOn(officer).map(([line, column]) => `${line} ${column}`)).toEqual(places);
  });

  it('counts lines as people do: empty lines and lines within a cell', async () => {
    const text = table([aRow({ placeOfBirth: 'Upper\r\nTown' }), aRow({ sex: 'Q' })])
      .toString()
      .replace(/\r\nE/g, '\r\n\r\nE');
    await importTable(portal, officer, Buffer.from(text));
    expect(mistakesOn(officer).map(([line, column]) => `${line} ${column}`)).toEqual(['6 Sex']);
  });

  it('S2b, S32: addresses of other open cases and of representatives are refused', async () => {
    const somebody = await anApplicant(portal);
    const helper = await aRepresentativeOf(portal, somebody);
    await importTable(portal, officer, table([aRow({ email: somebody.email }), aRow({ email: helper.email })]));
    const told = mistakesOn(officer);
    expect(told[0]?.[2]).toContain(`it is used in another open case, ${somebody.caseNumber}`);
    expect(told[1]?.[2]).toContain('it belongs to a representative’s account');
  });
});

describe('what is there already', () => {
  it('the same table changes nothing, and the page says that it was uploaded before', async () => {
    const bytes = table([aRow()]);
    await importTable(portal, officer, bytes);
    const before = await portal.sql('select count(*) from case_import');
    await upload(officer, bytes, 'fr', 'copie.csv');
    expect(officer.text).toContain('Ce tableau a déjà été téléversé.');
    expect(await portal.sql('select count(*) from case_import')).toEqual(before);
  });

  it('a case that says the same is unchanged; one that says otherwise is told, column by column, and not overwritten', async () => {
    const one = aRow();
    const child = aFamilyRow(one);
    await importTable(portal, officer, table([one, child]));
    await importTable(portal, officer, table([{ ...one, email: one.email.toUpperCase() }, child]));
    expect(await counts()).toMatchObject({ made: 0, unchanged: 1, refused: 0 });
    await importTable(portal, officer, table([{ ...one, familyName: 'Otherwise', contactAddress: 'other@office.example' }]));
    expect(await counts()).toMatchObject({ made: 0, unchanged: 0, refused: 1 });
    expect(mistakesOn(officer).map(([line, column, wrong]) => `${line} ${column}: ${wrong}`)).toEqual([
      '2 Contact address: The case is there already, and says something else here.',
      '2 Family name: The case is there already, and says something else here.',
      '2 The whole row: The case is there already, with 1 person who is not in the table.',
    ]);
    const [person] = await portal.em().find(Person, { relation: 'principal' }, { orderBy: { id: 'desc' }, limit: 1 });
    expect(person?.facts.familyName).toBe('Larkenfield');
  });

  it('of a file that is the officer’s own nothing is told', async () => {
    const one = aRow({ email: account.email });
    await importTable(portal, officer, table([one]));
    await importTable(portal, officer, table([{ ...one, familyName: 'Otherwise' }]));
    expect(mistakesOn(officer).map(([, column]) => column)).toEqual(['Application number']);
  });
});

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

describe('a table that can’t be read', () => {
  const latin1 = Buffer.from(table([aRow({ familyName: 'Éléonore' })]).toString(), 'latin1');
  it.each([
    ['an Excel workbook', Buffer.from('PK\u0003\u0004…'), /^This is an Excel workbook\. In Excel choose “Save as”/],
    ['Windows-1252', latin1, /^This table is not written in UTF-8/],
    ['UTF-16', Buffer.from('\ufeffa,b', 'utf16le'), /^This table is not written in UTF-8/],
    ['bytes', Buffer.from('a\u0000b,c\n'), /^This file is no table in CSV/],
    ['nothing', Buffer.from(''), /^This file is empty/],
    ['headings alone', table([]), /^This table has headings and no rows/],
    [
      'other headings',
      table([aRow()], { headings: ['Name', 'Number'] }),
      /^These headings are missing: Application number, Contact address/,
    ],
    [
      'one heading too many',
      Buffer.from(table([aRow()]).toString().replace('email', 'email,Notes')),
      /^We don’t know these headings: Notes/,
    ],
    ['a heading twice', Buffer.from(table([aRow()]).toString().replace('email', 'email,uci')), /^The heading “uci” is there twice/],
    [
      'a quotation mark that is not closed',
      Buffer.from(table([aRow()]).toString().replace('Tartu', '"Tartu')),
      /^Near line 2 a quotation mark is missing/,
    ],
    ['rows without end', table(Array.from({ length: 10_001 }, () => aRow())), /^The table can have at most 10,000 rows/],
  ])('is told so at once: %s', async (_what, bytes, words) => {
    await upload(officer, bytes);
    expect(officer.status).toBe(422);
    expect(officer.errors().table).toMatch(words);
    expect(await portal.sql('select 1 from case_import_row')).toEqual([]);
    expect(await portal.sql('select 1 from case_import where arrived_at is null')).toEqual([]);
  });

  it('is told so in French as well', async () => {
    await upload(officer, latin1, 'fr');
    expect(officer.status).toBe(422);
    expect(officer.errors().table).toMatch(/^Ce tableau n’est pas écrit en UTF-8/);
  });

  it('nor is one that is too large, or none at all', async () => {
    const long = 'B'.repeat(450);
    await upload(officer, table(Array.from({ length: 9_000 }, () => aRow({ placeOfBirth: long }))).subarray(0, MAX_IMPORT_BYTES + 1));
    expect(officer.status).toBe(413);
    await officer.visit(href('adminImports', 'en'));
    await officer.press('Upload the table');
    expect(officer.errors().table).toBe('Choose the table to upload');
  });

  it('that is cut off on its way leaves nothing', async () => {
    await officer.visit(href('adminImports', 'en'));
    const action = officer.$('form#main-form').attr('action') ?? '';
    const body = Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="table"; filename="a.csv"\r\n\r\n'),
      table([aRow()]),
    ]);
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x', 'Sec-Fetch-Site': 'same-origin' };
    expect((await officer.raw('POST', action, headers, body)).status).toBe(400);
    expect(await portal.sql('select 1 from case_import where arrived_at is null')).toEqual([]);
    // the line goes dead
    const all = { ...headers, 'Content-Length': String(body.length + 1000), Cookie: officer.cookies.header };
    const sent = request(new URL(action, portal.address), { method: 'POST', headers: all }).on('error', () => {});
    sent.write(body);
    const arriving = () => portal.sql('select 1 from case_import where arrived_at is null');
    while ((await arriving()).length === 0) await new Promise((done) => setTimeout(done, 5));
    sent.destroy();
    while ((await arriving()).length > 0) await new Promise((done) => setTimeout(done, 5));
    expect(await portal.sql('select 1 from case_import where arrived_at is null')).toEqual([]);
  });
});

it('the template has every heading, in both languages and with both separators, and may be uploaded with rows', async () => {
  for (const [language, separator, name] of [
    ['en', ',', 'comma'],
    ['fr', ';', 'semicolon'],
  ] as const) {
    await officer.visit(href('adminImportTemplate', language, { separator: name }));
    const [heading = ''] = officer.bytes.toString().replace('\ufeff', '').split('\r\n');
    await importTable(portal, officer, table([aRow()], { separator, headings: heading.split(separator).map((one) => one.slice(1, -1)) }));
    expect(await counts()).toMatchObject({ made: 1 });
  }
});
