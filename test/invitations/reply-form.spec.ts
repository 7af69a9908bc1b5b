import { readForm } from '../../src/forms/form-result.js';
import { memberHereForm } from '../../src/invitations/member.form.js';
import {
  abroadForm,
  appearanceForm,
  emailForm,
  factsForm,
  inCanadaForm,
  LONGEST_NOTE,
  type ReplyForm,
  whoForm,
} from '../../src/invitations/reply.form.js';

/** The change a form makes, or its errors by field. */
function judged(form: ReplyForm, body: Record<string, string>): unknown {
  const result = readForm(form, body);
  return result.ok ? result.value : Object.fromEntries(result.form.errors.map(({ field, key }) => [field, key]));
}
const day = (day: string, month: string, year: string) => ({ 'returnOn-day': day, 'returnOn-month': month, 'returnOn-year': year });

describe('the forms of the reply', () => {
  it('a representative gives no answer to "are you the applicant?"', () => {
    expect(judged(whoForm, { who: 'applicant' })).toEqual({ isApplicant: true });
    expect(judged(whoForm, { who: 'representative' })).toEqual({ isApplicant: undefined });
    expect(judged(whoForm, { who: 'officer' })).toEqual({ who: 'reply:who.choose' });
  });

  it('details that are wrong need words; words about right details are left out', () => {
    expect(judged(factsForm, { details: 'wrong', note: 'My name\r\nis Mirabelle' })).toEqual({
      detailsRight: false,
      detailsNote: 'My name\nis Mirabelle',
    });
    expect(judged(factsForm, { details: 'right', note: 'none' })).toEqual({ detailsRight: true, detailsNote: undefined });
    expect(judged(factsForm, { details: 'wrong', note: ' ' })).toEqual({ note: 'reply:facts.enterNote' });
    expect(judged(factsForm, { note: 'x'.repeat(LONGEST_NOTE + 1) })).toEqual({ details: 'reply:facts.choose', note: 'forms:tooLong' });
    expect(judged(factsForm, { details: 'wrong', note: 'x'.repeat(LONGEST_NOTE) })).toMatchObject({ detailsRight: false });
  });

  it('the address we have stays as we have it, also when it is typed again', () => {
    const form = emailForm('Mirabel@mail.example');
    expect(judged(form, { address: 'known', newEmail: 'left@over.example' })).toEqual({ email: 'Mirabel@mail.example' });
    expect(judged(form, { address: 'other', newEmail: ' mirabel@MAIL.example ' })).toEqual({ email: 'Mirabel@mail.example' });
    expect(judged(form, { address: 'other', newEmail: 'new@mail.example' })).toEqual({ email: 'new@mail.example' });
  });

  it.each(['', 'nobody', 'nobody@', 'a b@mail.example', 'a@b@mail.example', 'a@mail', 'a@mail.example\nBcc: b@mail.example'])(
    'another address that is none is refused: "%s"',
    (newEmail) => {
      expect(judged(emailForm('m@mail.example'), { address: 'other', newEmail })).toEqual({
        newEmail: newEmail === '' ? 'reply:email.enter' : 'reply:email.wrong',
      });
    },
  );

  it('being in Canada takes an earlier day of return away', () => {
    expect(judged(inCanadaForm, { inCanada: 'yes' })).toEqual({ inCanada: true, country: undefined, returnOn: undefined });
    expect(judged(inCanadaForm, { inCanada: 'no' })).toEqual({ inCanada: false });
    expect(judged(inCanadaForm, {})).toEqual({ inCanada: 'reply:presence.choose' });
  });

  it('the day of return is after today, the country not Canada', () => {
    const form = abroadForm('2026-11-23');
    expect(judged(form, { country: 'FR', ...day('24', '11', '2026') })).toEqual({ country: 'FR', returnOn: '2026-11-24' });
    expect(judged(form, { country: 'FR', ...day('23', '11', '2026') })).toEqual({ returnOn: 'presence:returnInFuture' });
    expect(judged(form, { country: 'FR', ...day('24', '11', '2028') })).toEqual({ country: 'FR', returnOn: '2028-11-24' });
    expect(judged(form, { country: 'FR', ...day('26', '11', '2028') })).toEqual({ returnOn: 'presence:returnTooFar' });
    expect(
      judged(memberHereForm('2026-11-23'), { inCanada: 'no', country: 'FR', eyeColour: 'blue', height: '120', ...day('26', '11', '2028') }),
    ).toEqual({
      returnOn: 'presence:returnTooFar',
    });
    expect(judged(form, { country: 'CA', ...day('31', '2', '2027') })).toEqual({
      country: 'reply:abroad.chooseCountry',
      returnOn: 'reply:abroad.wrongReturn',
    });
    expect(judged(form, day('', '', ''))).toEqual({ country: 'reply:abroad.chooseCountry', returnOn: 'reply:abroad.enterReturn' });
  });

  it('eyes and height are both judged at once', () => {
    expect(judged(appearanceForm, { eyeColour: 'grey', height: '168' })).toEqual({ eyeColour: 'grey', heightCm: 168 });
    expect(judged(appearanceForm, { eyeColour: 'grey', feet: '5', inches: '6' })).toEqual({ eyeColour: 'grey', heightCm: 168 });
    expect(judged(appearanceForm, { eyeColour: 'purple' })).toEqual({
      eyeColour: 'reply:appearance.chooseEyes',
      height: 'reply:appearance.height.enter',
    });
  });
});
