import passport from 'passport';
import { LocalStrategy } from '../../src/accounts/local.strategy.js';
import type { Config } from '../../src/config.js';
import { href } from '../../src/language/routes.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { Mailer } from '../../src/mail/mailer.js';
import { Representation } from '../../src/representatives/representation.entity.js';
import { type SamplePerson, STAGES, type Stage, samplePeople } from '../../src/seeds/sample-people.js';
import { seedIfEmpty, seedWasBrokenOff } from '../../src/seeds/seed.js';
import { CONFIG } from '../../src/tokens.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { signIn } from '../support/sign-in.js';
import { TestClock } from '../support/clock.js';

let portal: TestPortal;
let config: Config & { databaseUrl: string };
const said: string[] = [];

beforeAll(async () => {
  // the stricter rule: whoever takes the portal up with it sees the same people
  portal = await aPortal({ clock: new TestClock(new Date()), environment: { CARD_RELEASE: 'two' } });
  config = portal.app.get(CONFIG);
  await seedIfEmpty(config, (line) => said.push(line));
  passport.use(portal.get(LocalStrategy)); // passport is one for the process, and the seed's own portal was the last to use it
}, 120_000);
afterAll(() => portal.close());

/** What a board says of each person whom its reader acts for. */
const labelsByName = ({ $ }: Visitor): Record<string, string> =>
  Object.fromEntries(
    $('.board > li:has(h2)')
      .toArray()
      .map((row) => [$(row).find('h2').text(), $(row).find('div > b').first().text()]),
  );
const who = (stage: Stage): SamplePerson => samplePeople(config).find((person) => person.stage === stage) as SamplePerson;

it('makes one person for each stage, says so, and half of them read French', () => {
  const people = samplePeople(config);
  expect(people.map(({ stage }) => stage)).toEqual(STAGES);
  for (const { stage, name } of people.slice(5))
    expect(said.some((line) => line.includes(name) && !line.includes(stage.toUpperCase()))).toBe(true);
  const french = people.filter(({ language }) => language === 'fr').length;
  expect(Math.abs(french - people.length / 2)).toBeLessThanOrEqual(2);
  expect(seedWasBrokenOff(config)).toBe(false);
});

it.each(STAGES.filter((stage) => stage !== 'invited' && stage !== 'replied'))(
  'lets the person at the stage "%s" sign in',
  async (stage) => {
    const { name, language, signIn: details } = who(stage);
    const browser = await signIn(portal, {
      accountId: '',
      email: '',
      name,
      language,
      username: details?.username ?? '',
      password: details?.password ?? '',
    });
    const home = {
      officer: 'adminQueue',
      supervisor: 'adminQueue',
      cardClerk: 'adminCards',
      representative: 'clients',
      unpaidRepresentative: 'clients',
      spouseRepresentative: 'clients',
      temporary: 'firstSignIn',
    } as const;
    expect(browser.path).toBe(href(home[stage as keyof typeof home] ?? 'confirmation', language));
    expect(browser.status).toBe(200);
    if (stage === 'representative') expect(browser.text).toContain(who('photoReturned').name);
    if (stage === 'unpaidRepresentative') expect(browser.text).toContain(who('photoAccepted').name);
    if (stage === 'spouseRepresentative') expect(browser.textsOf('.board h2')).toEqual(['Evander Larkmoor']);
  },
);

it('shows on the developers’ page the code with which each officer signs in', async () => {
  const browser = await portal.visitor().visit(href('developers', 'en'));
  const codes = (['officer', 'supervisor', 'cardClerk'] as const).map((stage) => {
    const row = browser.$('tbody tr').filter((_, one) =>
      browser
        .$(one)
        .text()
        .includes(who(stage).signIn?.username ?? '?'),
    );
    return row.find('.otp').text();
  });
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(browser.text).toContain('Officer, cards only');
});

it('leaves the invitation of one person open', async () => {
  const { language, invitation } = who('invited');
  const browser = await portal.visitor({ language }).visit(href('invitation', language, { token: invitation?.token ?? '' }));
  expect(browser.status).toBe(200);
});

it('wrote mails that all go out', async () => {
  expect(await portal.get(Mailer).deliverDue()).toBeGreaterThan(60);
  expect(await portal.em().count(OutboxMessage, { sentAt: null })).toBe(0);
});

it('does nothing to a database that holds somebody', async () => {
  const before = JSON.stringify(samplePeople(config));
  await seedIfEmpty(config, (line) => said.push(`again: ${line}`));
  expect(said.filter((line) => line.startsWith('again'))).toEqual([]);
  expect(JSON.stringify(samplePeople(config))).toBe(before);
});

it('a family of four stands at four stages: one is on hold, and the others go on', async () => {
  const { name, signIn: details } = who('family');
  const browser = await signIn(portal, { accountId: '', email: '', name, language: 'en', username: '', password: '', ...details });
  expect(browser.text).toContain('1 of 4 on hold. The others go on.');
  expect(browser.textsOf('.board h2').sort()).toEqual(['Philippa Larkmoor', 'Rhys Larkmoor', 'Tamsin Larkmoor']);
  expect(browser.textsOf('section h3')).toEqual(['Evander Larkmoor']);
  const spouse = who('familySpouse');
  const other = await signIn(portal, {
    accountId: '',
    email: '',
    name: spouse.name,
    language: 'en',
    username: '',
    password: '',
    ...spouse.signIn,
  });
  expect(other.text).toContain('Waiting on you: we returned your photo');
  const own = { ...labelsByName(browser), ...labelsByName(other) };
  expect(own).toEqual({
    'Philippa Larkmoor': expect.stringMatching(/^In progress: making your card, due by /),
    'Evander Larkmoor': 'Waiting on you: we returned your photo',
    'Tamsin Larkmoor': expect.stringMatching(/^Received: photo waiting since /),
    'Rhys Larkmoor': expect.stringMatching(/^On hold until they are back in Canada /),
  });
});

it.each([
  ['representative', { kind: 'paid', body: 'CICC', membershipNumber: 'R599301' }],
  ['unpaidRepresentative', { kind: 'unpaid', body: null, membershipNumber: null }],
] as const)('the form of the %s is of that kind', async (stage, said) => {
  const { signIn: details } = who(stage);
  const { form } = await portal.em().findOneOrFail(Representation, { account: { username: details?.username ?? '' } });
  expect(form).toMatchObject(said);
});
