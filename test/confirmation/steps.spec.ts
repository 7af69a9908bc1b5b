import { nextPage, photoPage, STEPS, stepState } from '../../src/confirmation/confirmation.steps.js';

const HOME = { street: '1 Main St', extra: '', city: 'Ottawa', province: 'ON', postalCode: 'K1A 0B1' } as const;
type Facts = Parameters<typeof nextPage>[0];
const facts = (change: Partial<Facts>): Facts => ({
  presence: 'not_started',
  presenceDeclaredAt: null,
  presenceVerifiedAt: null,
  returnOn: null,
  address: 'none',
  addressGivenAt: null,
  cardAddress: null,
  homeAddress: null,
  mailingAnswered: false,
  residence: 'not_confirmed',
  residenceConfirmedAt: null,
  suspendedAt: null,
  photo: null,
  card: null,
  ...change,
});
const declared = { presence: 'declared' as const };
const home = { homeAddress: HOME, address: 'given' as const };
const mail = { ...home, mailingAnswered: true, cardAddress: HOME };

describe('the steps of a person', () => {
  it.each<[string, Partial<Facts>]>([
    ['presence', {}],
    ['homeAddress', declared],
    ['mailingAddress', { ...declared, ...home }],
    ['photo', { ...declared, ...mail }],
    ['photoFrame', { ...declared, ...mail, photo: { state: 'draft' } }],
    ['photoFrame', { ...declared, ...mail, photo: { state: 'framed' } }],
    ['photoFindings', { ...declared, ...mail, photo: { state: 'checked' } }],
    ['review', { ...declared, ...mail, photo: { state: 'ready' } }],
    ['status', { ...declared, ...mail, photo: { state: 'submitted' } }],
    ['photoReturned', { ...declared, ...mail, photo: { state: 'returned' } }],
    ['presence', { ...mail, photo: { state: 'ready' } }],
  ])('goes on with %s', (page, change) => {
    expect(nextPage(facts(change))).toBe(page);
  });

  it('lets nobody submit before presence, address and photo are there', () => {
    expect(stepState('review', facts({ ...mail, photo: { state: 'ready' } }))).toBe('later');
    expect(stepState('review', facts({ ...declared, photo: { state: 'ready' } }))).toBe('later');
    expect(stepState('review', facts({ ...declared, ...mail, photo: { state: 'checked' } }))).toBe('later');
    expect(stepState('review', facts({ ...declared, ...mail, photo: { state: 'ready' } }))).toBe('todo');
  });

  it('closes the address once the card went to print, and the photo once it was sent', () => {
    const printed = facts({ ...declared, ...mail, address: 'frozen', photo: { state: 'accepted' } });
    expect(STEPS.map((step) => stepState(step, printed))).toEqual(['fixed', 'fixed', 'fixed', 'fixed', 'fixed']);
    expect(photoPage(printed)).toBe('status');
  });
});
