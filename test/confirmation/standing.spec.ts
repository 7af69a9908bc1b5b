import { CARD_STATES } from '../../src/cards/card.states.js';
import { ADDRESS_STATES, PRESENCE_STATES, RESIDENCE_STATES } from '../../src/confirmation/confirmation.states.js';
import { aboutAnother } from '../../src/confirmation/about-another.js';
import { labelOf } from '../../src/confirmation/label.js';
import { type Entry, type LaneFacts, SIGNED_IN } from '../../src/confirmation/lane-facts.js';
import { lanesOf } from '../../src/confirmation/lanes.js';
import { standingOf } from '../../src/confirmation/standing.js';
import { Translator } from '../../src/language/translator.js';
import { say } from '../../src/language/phrase.js';
import { PHOTO_STATES } from '../../src/photos/photo-attempt.states.js';

const NOW = new Date('2026-11-23T15:00:00Z');
const AT = new Date('2026-11-10T15:00:00Z');
const HOME = { street: '214 Larkspur Lane', extra: '', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' } as const;

const facts = (change: Partial<LaneFacts> = {}): LaneFacts => ({
  presence: 'not_started',
  presenceDeclaredAt: null,
  presenceVerifiedAt: null,
  returnOn: null,
  address: 'none',
  addressGivenAt: null,
  cardAddress: null,
  residence: 'not_confirmed',
  residenceConfirmedAt: null,
  suspendedAt: null,
  photo: null,
  card: null,
  ...change,
});
const photo = (state: string) => ({ state, submittedAt: AT, decidedAt: AT });
const card = (state: (typeof CARD_STATES)[number]) => ({
  state,
  dueOn: '2026-12-01',
  requestedAt: AT,
  printedAt: AT,
  mailedAt: AT,
  sentTo: HOME,
});
const declared = { presence: 'declared', presenceDeclaredAt: AT } as const;
const verified = { presence: 'verified', presenceDeclaredAt: AT, presenceVerifiedAt: AT } as const;
const given = { address: 'given', addressGivenAt: AT, cardAddress: HOME } as const;
const confirmed = { residence: 'confirmed', residenceConfirmedAt: AT } as const;
const keyOf = (change: Partial<LaneFacts>, entry: Entry = SIGNED_IN) =>
  labelOf(facts(change), entry, NOW).phrase.key.replace('standing:label.', '');

describe('the label of a person (PORTAL.md 3): the most advanced first', () => {
  it.each<[string, Partial<LaneFacts>, 'you' | 'us' | 'post' | 'nobody']>([
    ['suspended', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('mailed'), suspendedAt: AT }, 'us'],
    ['closed', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('closed') }, 'nobody'],
    ['replacing', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('reported_missing') }, 'us'],
    ['cameBack', { ...verified, ...given, ...confirmed, photo: photo('accepted'), address: 'reopened', card: card('came_back') }, 'you'],
    ['mailingAgain', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('came_back') }, 'us'],
    ['held', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('held') }, 'us'],
    ['mailed', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('mailed') }, 'post'],
    ['mailed', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('presumed_delivered') }, 'nobody'],
    ['card', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('requested') }, 'us'],
    ['card', { ...verified, ...given, ...confirmed, photo: photo('accepted'), card: card('printed') }, 'us'],
    ['timeRanOut', { ...verified, residence: 'confirmed', residenceConfirmedAt: new Date('2026-05-01T12:00:00Z') }, 'you'],
    ['returned', { ...verified, ...given, photo: photo('returned') }, 'you'],
    ['missing', { ...declared, ...given }, 'you'],
    ['missing', { ...verified, ...confirmed, photo: photo('submitted') }, 'you'],
    ['photo', { ...declared, ...given, photo: photo('submitted') }, 'us'],
    ['photo', { ...declared, ...given, photo: photo('in_review') }, 'us'],
    ['presence', { ...declared, ...given, photo: photo('accepted') }, 'us'],
    ['residence', { ...verified, ...given, photo: photo('accepted') }, 'us'],
    ['confirmed', { ...verified, ...given, ...confirmed, photo: photo('accepted') }, 'us'],
    ['onHold', { presence: 'abroad', returnOn: '2027-01-08', ...given }, 'you'],
  ])('%s', (key, change, who) => {
    expect(keyOf(change)).toBe(key);
    expect(labelOf(facts(change), SIGNED_IN, NOW).who).toBe(who);
  });

  it.each<[string, Entry]>([
    ['notInvited', { invitation: 'draft', account: 'none' }],
    ['invited', { invitation: 'sent', account: 'none' }],
    ['bounced', { invitation: 'bounced', account: 'none' }],
    ['invitationExpired', { invitation: 'expired', account: 'none' }],
    ['declined', { invitation: 'declined', account: 'none' }],
    ['account', { invitation: 'replied', account: 'none' }],
    ['signIn', { invitation: 'replied', account: 'temporary', temporaryPasswordEndsAt: AT }],
    ['passwordExpired', { invitation: 'replied', account: 'expired' }],
    ['passwordRequested', { invitation: 'replied', account: 'requested' }],
    ['missing', SIGNED_IN],
  ])('before anything was given: %s', (key, entry) => {
    expect(keyOf({}, entry)).toBe(key);
  });

  it('runs out 180 days after the residence was confirmed, and not a day before', () => {
    const since = (day: string) =>
      keyOf({ ...verified, ...given, residence: 'confirmed', residenceConfirmedAt: new Date(`${day}T15:00:00Z`) });
    expect(since('2026-05-27')).toBe('timeRanOut');
    expect(since('2026-05-28')).toBe('missing');
  });
});

describe('every combination of lanes that could ever be', () => {
  const translator = new Translator();
  const combinations: LaneFacts[] = [];
  for (const presence of PRESENCE_STATES)
    for (const address of ADDRESS_STATES)
      for (const residence of RESIDENCE_STATES)
        for (const photoState of [null, ...PHOTO_STATES])
          for (const cardState of [null, ...CARD_STATES]) {
            const hasAddress = address !== 'none';
            if (residence === 'confirmed' && presence !== 'verified') continue;
            if (cardState && (residence !== 'confirmed' || photoState !== 'accepted' || !hasAddress)) continue;
            combinations.push(
              facts({
                presence,
                address,
                residence,
                presenceDeclaredAt: AT,
                presenceVerifiedAt: AT,
                returnOn: presence === 'abroad' ? '2027-01-08' : null,
                cardAddress: hasAddress ? HOME : null,
                addressGivenAt: AT,
                residenceConfirmedAt: residence === 'confirmed' ? AT : null,
                photo: photoState ? photo(photoState) : null,
                card: cardState ? card(cardState) : null,
              }),
            );
          }

  it('has exactly one label, five lanes, and words for all of them in both languages', () => {
    expect(combinations.length).toBeGreaterThan(200);
    for (const combination of combinations) {
      const standing = standingOf(combination, SIGNED_IN, NOW);
      expect(standing.lanes.map(({ name }) => name)).toEqual(['presence', 'address', 'photo', 'residence', 'card']);
      for (const language of ['en', 'fr'] as const) {
        expect(say(translator, language, standing.label)).not.toMatch(/undefined|\{\{|Invalid/);
        for (const lane of lanesOf(combination)) expect(say(translator, language, lane.phrase)).not.toMatch(/undefined|\{\{|Invalid/);
      }
    }
  });

  it('never says that the person acts next while a lane of theirs is not open', () => {
    for (const combination of combinations) {
      const { who, phrase } = labelOf(combination, SIGNED_IN, NOW);
      if (who !== 'you' || phrase.key.endsWith('onHold') || phrase.key.endsWith('timeRanOut') || phrase.key.endsWith('cameBack')) continue;
      expect(lanesOf(combination).some(({ state }) => state === 'you')).toBe(true);
    }
  });
});

it.each([
  ['en', /your (card|photo|address|declaration|permanent residence)|you are/i],
  ['fr', /votre (carte|photo|adresse|déclaration|résidence)|vous êtes/i],
] as const)('whoever acts for somebody reads in no state of that person as of themselves (%s)', (language, ofReader) => {
  const translator = new Translator();
  const done = { ...verified, ...given, ...confirmed, photo: photo('accepted') };
  const states: Partial<LaneFacts>[] = [
    ...CARD_STATES.map((state) => ({ ...done, card: card(state) })),
    ...PHOTO_STATES.flatMap((state) => [{}, declared, verified].map((presence) => ({ ...presence, ...given, photo: photo(state) }))),
    ...PRESENCE_STATES.map((presence) => ({ ...given, presence, returnOn: '2026-12-24', photo: photo('accepted') })),
    ...[{}, declared, verified, done],
  ];
  const wordsOf = ({ label, whoWords }: ReturnType<typeof standingOf>): string =>
    `${say(translator, language, label)} ${translator.text(language, `standing:who.${whoWords}`)}`;
  const [own, others] = [(one: ReturnType<typeof standingOf>) => one, aboutAnother].map((about) =>
    states.map((change) => wordsOf(about(standingOf(facts(change), SIGNED_IN, NOW)))).filter((words) => ofReader.test(words)),
  );
  expect(own?.length).toBeGreaterThan(5);
  expect(others).toEqual([]);
});
