import { readForm } from '../../src/forms/form-result.js';
import { representativeForm } from '../../src/representatives/representative.form.js';
import { BODIES, type Body } from '../../src/representatives/representative.rules.js';
import { TYPED, typedDay } from '../support/representatives.js';

const TODAY = '2026-11-23';
const GOOD = {
  ...TYPED,
  kind: 'paid',
  email: 'perrin.aldous@office.example',
  language: 'en',
  onePerson: 'yes',
  applicantSigned: 'yes',
  representativeSigned: 'yes',
  ...typedDay('receivedOn', TODAY),
  ...typedDay('signedOn', '2026-11-17'),
  replaces: '',
};
const UNPAID = { ...GOOD, kind: 'unpaid', body: '', membershipNumber: '' };

const read = (typed: Record<string, string>) => readForm(representativeForm(TODAY), typed);
/** What is wrong, a row a field: `signedOn tooOld`. */
function faults(typed: Record<string, string>): string[] {
  const result = read(typed);
  return result.ok ? [] : result.form.errors.map(({ field, key }) => `${field} ${key.replace('representation:errors.', '')}`);
}

/** PORTAL.md 2 and 6.11. */
describe('form IMM 5476', () => {
  it('of a consultant is read, the number as the College writes it', () => {
    expect(read(GOOD)).toMatchObject({
      ok: true,
      value: { form: { kind: 'paid', body: 'CICC', membershipNumber: 'R123456' }, signedOn: '2026-11-17', receivedOn: TODAY },
    });
  });

  it('of a friend has no body and no number', () => {
    expect(read(UNPAID)).toMatchObject({ ok: true, value: { form: { kind: 'unpaid', body: null, membershipNumber: null } } });
    expect(faults({ ...UNPAID, body: 'ON', membershipNumber: '1' })).toEqual(['body unpaidBody', 'membershipNumber unpaidNumber']);
  });

  it.each<[string, string, string[]]>([
    ['90 days old on the day received', '2026-08-25', []],
    ['91 days old', '2026-08-24', ['signedOn tooOld']],
    ['of today', TODAY, []],
    ['of tomorrow', '2026-11-24', ['signedOn signedInFuture']],
    ['of no day', '2026-02-30', ['signedOn wrongDay']],
  ])('%s: %s', (_what, signedOn, wrong) => {
    expect(faults({ ...GOOD, ...typedDay('signedOn', signedOn) })).toEqual(wrong);
  });

  it('counts its age on the day received, not today; that day is not to come', () => {
    const old = { ...GOOD, ...typedDay('signedOn', '2026-08-01') };
    expect(faults({ ...old, ...typedDay('receivedOn', '2026-10-30') })).toEqual([]);
    expect(faults({ ...old, ...typedDay('receivedOn', '2026-10-31') })).toEqual(['signedOn tooOld']);
    expect(faults({ ...GOOD, ...typedDay('receivedOn', '2026-11-24') })).toEqual(['receivedOn receivedInFuture']);
    expect(faults({ ...GOOD, ...typedDay('receivedOn', '2026-11-16') })).toEqual(['signedOn signedAfterReceived']);
  });

  it.each(['onePerson', 'applicantSigned', 'representativeSigned'])('without “%s” it is refused', (box) => {
    const { [box]: _unticked, ...rest } = GOOD as Record<string, string>;
    expect(faults(rest)).toEqual([`${box} ${box}`]);
  });

  it.each(BODIES)('%s: a number, or none where none is given', (body: Body) => {
    const optional = ['NB', 'NL', 'YT', 'NT'].includes(body);
    expect(faults({ ...GOOD, body, membershipNumber: '' })).toEqual(optional ? [] : ['membershipNumber numberMissing']);
    const plain = faults({ ...GOOD, body, membershipNumber: '12-345' });
    expect(plain).toEqual(body === 'CICC' ? ['membershipNumber numberOfCicc'] : []);
    expect(faults({ ...GOOD, body, membershipNumber: '<b>' })).toEqual([
      `membershipNumber ${body === 'CICC' ? 'numberOfCicc' : 'numberWrong'}`,
    ]);
  });

  it.each(['R12345', 'R1234567', '123456', 'X123456', 'R12345A'])('“%s” is no number of the College', (membershipNumber) => {
    expect(faults({ ...GOOD, membershipNumber })).toEqual(['membershipNumber numberOfCicc']);
  });

  it('says everything that is missing at once', () => {
    expect(faults({ kind: 'paid' }).map((fault) => fault.split(' ')[0])).toEqual(
      expect.arrayContaining(['body', 'familyName', 'email', 'language', 'onePerson', 'applicantSigned', 'receivedOn', 'signedOn']),
    );
    expect(faults({})).toContain('kind kind');
  });
});
