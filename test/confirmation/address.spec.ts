import { homeAddressForm, mailingAddressForm } from '../../src/confirmation/address.form.js';
import { provinceDiffers, readPostalCode } from '../../src/confirmation/address.rules.js';
import { addressLines } from '../../src/confirmation/postal-address.js';
import { readForm } from '../../src/forms/form-result.js';

const GOOD = { street: '214 Larkspur Lane', extra: '', city: 'Moncton', province: 'NB', postalCode: 'e1c4z9' };
const errorsOf = (body: Record<string, string>) => {
  const form = readForm(homeAddressForm, body);
  return form.ok ? [] : form.form.errors.map(({ field, key }) => `${field} ${key}`);
};

describe('a postal code', () => {
  it.each([
    ['k1a0b1', 'K1A 0B1'],
    ['K1A 0B1', 'K1A 0B1'],
    ['k1a-0b1', 'K1A 0B1'],
    [' h0h 0h0 ', 'H0H 0H0'],
    ['K1A.0B1', 'K1A 0B1'],
  ])('%s is read as %s', (typed, code) => {
    expect(readPostalCode(typed)).toEqual({ ok: true, code });
  });
  it.each([
    ['K1Q 0O3', 'letters', 'Q, O'],
    ['W1A 1A1', 'letters', 'W'],
    ['Z1A 1A1', 'letters', 'Z'],
    ['90210', 'outsideCanada', ''],
    ['10115', 'outsideCanada', ''],
    ['K1A', 'shape', ''],
    ['hello', 'shape', ''],
  ])('%s is refused: %s', (typed, problem, letters) => {
    expect(readPostalCode(typed)).toEqual({ ok: false, problem, letters });
  });
  it('warns where the first letter belongs to another province', () => {
    expect(provinceDiffers('K1A 0B1', 'QC')).toBe(true);
    expect(provinceDiffers('K1A 0B1', 'ON')).toBe(false);
    expect(provinceDiffers('X0A 0H0', 'NU')).toBe(false);
    expect(provinceDiffers('X1A 2N2', 'NT')).toBe(false);
  });
});

describe('an address', () => {
  it('is written as the post wants it, two spaces before the code', () => {
    expect(addressLines({ street: '1 Main St', extra: 'Unit 2', city: 'Ottawa', province: 'ON', postalCode: 'K1A 0B1' })).toEqual([
      '1 Main St',
      'Unit 2',
      'Ottawa ON\u00a0\u00a0K1A 0B1',
    ]);
  });
  it('is kept as typed, with its code written out', () => {
    expect(readForm(homeAddressForm, GOOD)).toEqual({ ok: true, value: { ...GOOD, postalCode: 'E1C 4Z9' } });
  });
  it('says every wrong field at once, and loses nothing typed', () => {
    const form = readForm(homeAddressForm, { ...GOOD, street: '', province: 'XX', postalCode: '90210' });
    expect(form.ok).toBe(false);
    if (form.ok) return;
    expect(form.form.errors.map(({ field }) => field)).toEqual(['street', 'province', 'postalCode']);
    expect(form.form.values).toMatchObject({ city: 'Moncton', postalCode: '90210' });
  });
  it('refuses a home outside Canada with the reason, and a post office box as a home', () => {
    expect(errorsOf({ ...GOOD, city: 'Boston, USA' })).toEqual(['city address:outsideCanada']);
    expect(errorsOf({ ...GOOD, street: 'PO Box 88' })).toEqual(['street address:homeIsNoBox']);
    expect(errorsOf({ ...GOOD, street: 'Case postale 12' })).toEqual(['street address:homeIsNoBox']);
  });
  it('for mail may be a post office box, or the home address', () => {
    expect(readForm(mailingAddressForm, { ...GOOD, to: 'other', street: 'PO Box 88' }).ok).toBe(true);
    expect(readForm(mailingAddressForm, { to: 'home' })).toEqual({ ok: true, value: { to: 'home' } });
    const unanswered = readForm(mailingAddressForm, {});
    expect(unanswered.ok ? [] : unanswered.form.errors.map(({ field, key }) => [field, key])).toEqual([['to', 'address:chooseMailing']]);
  });
});
