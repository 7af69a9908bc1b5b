import { cardName } from '../../src/cards/card-name.js';

describe('the name on the card', () => {
  it('is the name of the passport, family and given names each', () => {
    expect(cardName({ familyName: 'Quillfeather', givenNames: 'Idris  Pim' })).toEqual({
      family: { text: 'Quillfeather', isCut: false },
      given: { text: 'Idris Pim', isCut: false },
      isCut: false,
    });
  });

  it('may be one name', () => {
    expect(cardName({ familyName: 'Pim', givenNames: '' }).given).toEqual({ text: '', isCut: false });
  });

  it('has 28 characters: the 28th stays, the 29th is cut, and it says so', () => {
    expect(cardName({ familyName: 'a'.repeat(28), givenNames: 'Idris' })).toMatchObject({ family: { text: 'a'.repeat(28) }, isCut: false });
    expect(cardName({ familyName: 'a'.repeat(29), givenNames: 'Idris' })).toEqual({
      family: { text: 'a'.repeat(28), isCut: true },
      given: { text: 'Idris', isCut: false },
      isCut: true,
    });
  });

  it('does not end in a hyphen or a space where it is cut', () => {
    expect(cardName({ familyName: `${'a'.repeat(27)}-Bell`, givenNames: '' }).family.text).toBe('a'.repeat(27));
    expect(cardName({ familyName: 'Bell', givenNames: `${'a'.repeat(26)} Bell` }).given.text).toBe(`${'a'.repeat(26)} B`);
    expect(cardName({ familyName: 'Bell', givenNames: `${'a'.repeat(27)} Bell` }).given.text).toBe('a'.repeat(27));
  });

  it('counts an accented letter once, however it is written', () => {
    const decomposed = 'e\u0301'.repeat(28);
    expect(cardName({ familyName: decomposed, givenNames: '' })).toMatchObject({ family: { text: 'é'.repeat(28) }, isCut: false });
    const withoutOneSign = 'x\u030c'.repeat(29);
    expect(cardName({ familyName: withoutOneSign, givenNames: '' }).family).toEqual({ text: 'x\u030c'.repeat(28), isCut: true });
  });
});
