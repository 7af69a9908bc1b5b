import { COUNTRY_CODES } from '../../src/cases/countries.js';
import { checkDigit, mrzLines, mrzNames } from '../../src/cards/mrz.js';
import { mrzCountry } from '../../src/cards/mrz-countries.js';

const names = (familyName: string, givenNames: string) => mrzNames({ familyName, givenNames }).replace(/<+$/, '');

describe('the machine readable lines of a card', () => {
  it('are those of the example of the standard (ICAO Doc 9303 part 5, appendix B)', () => {
    const lines = mrzLines({
      ...{ documentCode: 'I', issuer: 'UTO', number: 'D23145890', dateOfBirth: '1974-08-12', sex: 'F', expiresOn: '2012-04-15' },
      ...{ citizenship: 'UTO', familyName: 'Eriksson', givenNames: 'Anna Maria' },
    });
    expect(lines).toEqual(['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']);
  });

  it.each([
    ['520727', '3'],
    ['AB2134<<<', '5'],
  ])('have the check digits of the standard: %s → %s', (text, digit) => expect(checkDigit(text)).toBe(digit));

  it('say of an unspecified sex a filler', () => {
    const facts = { documentCode: 'CA', issuer: 'CAN', number: 'P00000000', dateOfBirth: '1990-01-02', expiresOn: '2031-11-28' } as const;
    const [, second] = mrzLines({ ...facts, sex: 'X', citizenship: 'D<<', familyName: 'A', givenNames: '' });
    expect(second).toMatch(/^900102\d<311128\dD<<<{11}\d$/);
  });

  it.each([
    ['Müller', 'Jörg-Uwe', 'MUELLER<<JOERG<UWE'],
    ['O’Connor', 'Enya Siobhan', 'OCONNOR<<ENYA<SIOBHAN'],
    ['O‘Connor', 'Kaʻiulani', 'OCONNOR<<KAIULANI'],
    ['Əliyev', 'Işıl', 'ELIYEV<<ISIL'],
    ['Œuvrard', 'Zoé Anaïs', 'OEUVRARD<<ZOE<ANAIS'],
    ['Straße', 'Łucja', 'STRASSE<<LUCJA'],
    ['Ɔforiwaa', 'Kɔfi Ɓala', 'OFORIWAA<<KOFI<BALA'],
    ['Puig i Gal·la', 'Mª Ǽsa', 'PUIG<I<GALLA<<MA<AESA'],
    ['Arkfreith', '', 'ARKFREITH'],
    ['', 'Arkfreith', 'ARKFREITH'],
    ['Nilavadhanananda', 'Chayapa Dejthamrong', 'NILAVADHANANANDA<<CHAYAPA<DEJT'],
    ['Abcdefghijklmnopqrstuvwxyzabcdefg', 'Hi', 'ABCDEFGHIJKLMNOPQRSTUVWXYZA<<H'],
  ])('write %s, %s in A to Z', (family, given, line) => expect(names(family, given)).toBe(line));

  it('end with a letter where a name was cut, whatever its length', () => {
    for (let length = 1; length < 40; length++) {
      const line = mrzNames({ familyName: 'M'.repeat(length), givenNames: 'Jo Ann Beth Carla Dina Erna Fay' });
      expect(line).toMatch(/^[A-Z<]{29}[A-Z]$/);
    }
  });

  it('know three characters of every country, each of its own, and of nobody’s citizen', () => {
    const known = [...COUNTRY_CODES, 'XX'].map(mrzCountry);
    expect(known.filter((code) => !/^(?:[A-Z]{3}|D<<)$/.test(code))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
  });
});
