import { readCase, type ReadRow } from '../../src/imports/row.form.js';
import { MOST_OF_A_CASE } from '../../src/imports/import.rules.js';
import type { Cells } from '../../src/imports/import.rules.js';
import { ImportWords } from '../../src/imports/import-words.js';
import { Translator } from '../../src/language/translator.js';
import { aFamilyRow, aRow } from './tables.js';

const words = new ImportWords(new Translator());
const TODAY = '2026-11-23';
const read = (rows: readonly Cells[]) =>
  readCase(
    rows.map((cells, index): ReadRow => ({ line: index + 2, cells, tooMany: false })),
    words,
    TODAY,
  );
const mistakes = (rows: readonly Cells[]): string[] => {
  const result = read(rows);
  return 'mistakes' in result ? result.mistakes.map(({ line, place, words: key }) => `${line} ${place} ${key}`) : [];
};

describe('a row', () => {
  it.each([
    ['applicationNumber', 'E12345678', 'admin-cases:form.wrongNumber'],
    ['contactAddress', '', 'admin-cases:form.enterContact'],
    ['language', 'de', 'admin-cases:form.chooseLanguage'],
    ['appliedOn', '2026-11-24', 'admin-cases:form.appliedInFuture'],
    ['appliedOn', '1999-12-31', 'admin-cases:form.appliedTooEarly'],
    ['appliedOn', '03/11/2025', 'admin-cases:form.wrongApplied'],
    ['familyName', '', 'admin-cases:form.enterFamilyName'],
    ['familyName', 'A\u202eB', 'admin-cases:form.notAName.familyName'],
    ['familyName', '=1+1', 'admin-cases:form.notAName.familyName'],
    ['familyName', 'Квилфезер', 'admin-cases:form.otherScript.familyName'],
    ['givenNames', 'إدريس', 'admin-cases:form.otherScript.givenNames'],
    ['givenNames', 'A'.repeat(101), 'admin-cases:form.tooLong.givenNames'],
    ['dateOfBirth', '2026-02-30', 'admin-cases:form.wrongBirth'],
    ['dateOfBirth', '2026-11-23', 'admin-cases:form.birthInFuture'],
    ['placeOfBirth', '', 'admin-cases:form.enterPlace'],
    ['placeOfBirth', '塔爾圖', 'admin-cases:form.otherScript.placeOfBirth'],
    ['countryOfBirth', 'XX', 'admin-cases:form.chooseCountry'],
    ['sex', 'W', 'admin-cases:form.chooseSex'],
    ['citizenship', 'Atlantis', 'admin-cases:form.chooseCitizenship'],
    ['uci', '123456789', 'admin-cases:form.wrongUci'],
    ['email', 'a@b@c.example', 'admin-cases:form.wrongEmail'],
  ] as const)('is judged as the form judges %s "%s"', (column, value, key) => {
    expect(mistakes([aRow({ [column]: value })])).toEqual([`2 ${column} ${key}`]);
  });

  it('of somebody else on the case may say only whose case it is, who they are, and what the passport says', () => {
    const one = aRow();
    const result = read([aFamilyRow(one, { relation: 'spouse' }), one]);
    expect(result).toMatchObject({ line: 3, members: [{ line: 2, given: { relation: 'spouse', email: '' } }] });
    expect(mistakes([one, aFamilyRow(one, { relation: 'cousin', email: 'x' })])).toEqual([
      '3 relation admin-family:form.chooseRelation',
      '3 email admin-cases:form.wrongEmail',
    ]);
  });

  it('of a case without a principal applicant is judged in what it says of the case, so that nothing is left for the next time', () => {
    const row = aRow({ relation: 'spouse', applicationNumber: 'E12345678', language: 'de', contactAddress: '' });
    expect(mistakes([row])).toEqual([
      '2 relation admin-imports:row.noPrincipal',
      '2 applicationNumber admin-cases:form.wrongNumber',
      '2 language admin-cases:form.chooseLanguage',
    ]);
  });

  it('may write days without zeros, and words in either language with or without capitals and accents', () => {
    expect(
      read([aRow({ dateOfBirth: '1990-7-9', language: 'FRANCAIS', sex: 'female', countryOfBirth: 'viet nam', citizenship: 'Stateless' })]),
    ).toMatchObject({ given: { language: 'fr', facts: { dateOfBirth: '1990-07-09', sex: 'F', countryOfBirth: 'VN', citizenship: 'XX' } } });
  });

  it('with a number as people write it belongs to the same case', () => {
    expect(read([aRow({ applicationNumber: 'e500 000-123' })])).toMatchObject({ given: { applicationNumber: 'E500000123' } });
  });
});

it('a case has at most so many rows', () => {
  const one = aRow();
  const family = (size: number): Cells[] => [one, ...Array.from({ length: size - 1 }, () => aFamilyRow(one))];
  expect(mistakes(family(MOST_OF_A_CASE))).toEqual([]);
  expect(mistakes(family(MOST_OF_A_CASE + 1))).toEqual(['2 null admin-imports:row.tooManyPersons']);
});
