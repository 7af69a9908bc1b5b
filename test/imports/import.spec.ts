import { CaseFile } from '../../src/cases/case-file.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aFamilyRow, aRow, importTable, mistakesOn, table, upload } from './tables.js';

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
    [
      'en',
      [
        ['Family name', /^Copy the family name from the machine-readable zone/],
        ['Place of birth', /^Copy the place from the passport/],
      ],
    ],
    [
      'fr',
      [
        ['Nom de famille', /^Copiez le nom de famille de la zone de lecture/],
        ['Lieu de naissance', /^Copiez le lieu du passeport/],
      ],
    ],
  ] as const)(
    'says of a name or place in other letters which column it is and where to find it in Latin ones (%s)',
    async (language, told) => {
      const other = aRow({ familyName: 'Квилфезер', placeOfBirth: 'Τάρτου' });
      const latin = aRow({ familyName: 'Đặng-Łącki', placeOfBirth: 'Łódź' });
      await importTable(portal, officer, table([other, latin]), language);
      expect(await counts()).toMatchObject({ made: 1, refused: 1 });
      const words = expect.stringMatching(/Latin|latines/);
      expect(mistakesOn(officer)).toEqual(
        told.map(([column, remedy]) => [expect.stringMatching(/2$/), column, words, expect.stringMatching(remedy)]),
      );
    },
  );

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
