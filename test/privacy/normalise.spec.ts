import { folded, normalApplicationNumber, normalEmail, normalUci, wordsOf, writtenUci } from '../../src/privacy/normalise.js';

describe('how personal values are compared', () => {
  it.each([
    ['Élodie D’Arcy-O’Neil', 'elodiedarcyoneil'],
    ['ŒUVRE', 'oeuvre'],
    ['Þórður Straße', 'thordurstrasse'],
    ['Nguyễn Văn Ánh', 'nguyenvananh'],
    ['  ', ''],
    ['محمد', 'محمد'],
  ])('%s is folded to %s', (text, plain) => {
    expect(folded(text)).toBe(plain);
  });
  it('reads numbers and addresses however they were written', () => {
    expect(normalApplicationNumber('e000 123-456')).toBe('E000123456');
    expect(normalEmail(' Idris@Example.ORG ')).toBe('idris@example.org');
    expect(normalUci('11-1234-5678')).toBe('1112345678');
    expect([writtenUci('12345678'), writtenUci('1112345678')]).toEqual(['1234-5678', '11-1234-5678']);
  });
  it('finds each word of a name once', () => {
    expect(wordsOf('Marie-Joséphine de la Corneflûte, Marie')).toEqual(['marie', 'josephine', 'de', 'la', 'corneflute']);
  });
});
