import { request } from 'node:http';
import { MAX_IMPORT_BYTES } from '../../src/imports/import.rules.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aRow, table, upload } from './tables.js';

let portal: TestPortal;
let officer: Visitor;
beforeAll(async () => {
  portal = await aPortal();
  officer = await signIn(portal, await anOfficer(portal));
});
afterAll(() => portal.close());

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
