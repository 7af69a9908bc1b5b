import { setTimeout } from 'node:timers/promises';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { PresenceService } from '../../src/confirmation/presence.service.js';
import { Returns } from '../../src/confirmation/returns.js';
import { returnProblem } from '../../src/confirmation/presence.rules.js';
import { DAY } from '../../src/clock.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { confirmResidence, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S2c, PORTAL.md 3 and 6.4: "I'm not in Canada" is an answer like any other. The clock stands on November 23, 2026. */
let portal: TestPortal;
beforeEach(async () => {
  portal = await aPortal();
});
afterEach(() => portal.close());

const page = (name: 'abroad' | 'leftCanada' | 'presence' | 'status', { personId, language }: Applicant): string =>
  href(name, language, { person: personId });
const presenceOf = async ({ personId }: Applicant) =>
  (await portal.em().findOneOrFail(Confirmation, { person: personId }, { refresh: true })).presence;
const actions = async ({ personId }: Applicant): Promise<string[]> =>
  (
    await portal.sql<{ action: string }>(`select action from audit_event where subject = $1 and action like 'presence.%' order by at, id`, [
      personId,
    ])
  ).map(({ action }) => action);
const WORDS = {
  en: { save: 'Save the date', withdraw: 'Withdraw my declaration', left: 'I have left Canada', hold: 'On hold' },
  fr: { save: 'Enregistrer la date', withdraw: 'Retirer ma déclaration', left: 'J’ai quitté le Canada', hold: 'En suspens ' },
} as const;

async function away(applicant: Applicant, browser: Visitor, [year, month, day]: readonly [string, string, string]): Promise<Visitor> {
  await browser.visit(page('abroad', applicant));
  return browser
    .fill({ 'returnOn-day': day, 'returnOn-month': month, 'returnOn-year': year, country: 'PT' })
    .press(WORDS[applicant.language].save);
}

it('a return is after today, and within two years', () => {
  const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2028-11-24', '2028-11-25', '3026-01-01'];
  expect(days.map((day) => returnProblem(day, '2026-11-23'))).toEqual([
    'returnInFuture',
    'returnInFuture',
    null,
    null,
    'returnTooFar',
    'returnTooFar',
  ]);
});

describe.each(['en', 'fr'] as const)('somebody who is not in Canada (%s)', (language: Language) => {
  it('says when they come back, reads kind words and what not to do, and changes the day as often as they like', async () => {
    const applicant = await anApplicant(portal, { language });
    const browser = await signIn(portal, applicant);
    await browser.visit(page('abroad', applicant));
    expect(browser.text).toContain(
      language === 'en' ? 'Please do not travel before your card has arrived' : 'Ne voyagez pas avant d’avoir reçu votre carte',
    );
    for (const wrong of [
      ['2026', '11', '23'],
      ['2126', '11', '23'],
    ] as const) {
      await away(applicant, browser, wrong);
      expect([browser.status, Object.keys(browser.errors())]).toEqual([422, ['returnOn']]);
    }
    await away(applicant, browser, ['2026', '12', '20']);
    expect([await presenceOf(applicant), browser.text.includes(WORDS[language].hold)]).toEqual(['abroad', true]);
    await away(applicant, browser, ['2027', '1', '8']);
    expect(browser.text).toContain(language === 'en' ? 'January 8, 2027' : '8 janvier 2027');
  });

  it('is asked the day after, not on the day itself; the question is open again, and a mail says so without a detail', async () => {
    const applicant = await anApplicant(portal, { language });
    await away(applicant, await signIn(portal, applicant), ['2026', '11', '25']);
    await portal.deliverMail();
    portal.clock.advance(2 * DAY);
    expect(await portal.get(Returns).ask(portal.clock.now())).toBe(0);
    portal.clock.advance(DAY);
    expect(await portal.get(Returns).ask(portal.clock.now())).toBe(1);
    expect(await portal.get(Returns).ask(portal.clock.now())).toBe(0);
    expect([await presenceOf(applicant), await actions(applicant)]).toEqual(['not_started', ['presence.abroad', 'presence.asked_again']]);
    const mails = await portal.deliverMail();
    expect(mails.map(({ template, to }) => [template, to])).toEqual([['return-asked', applicant.email]]);
    const browser = await signIn(portal, applicant);
    await browser.visit(page('presence', applicant));
    expect(browser.status).toBe(200);
    // or later still: the file stays open
    await away(applicant, browser, ['2026', '12', '20']);
    expect(await presenceOf(applicant)).toBe('abroad');
  });

  it('who left after declaring withdraws the declaration with one press, is told by mail, and gives the day of return or not', async () => {
    const applicant = await anApplicant(portal, { stage: 'declared', language });
    const browser = await signIn(portal, applicant);
    await portal.deliverMail();
    await browser.visit(page('status', applicant));
    await browser.follow(WORDS[language].left);
    expect([browser.path, await presenceOf(applicant)]).toEqual([page('leftCanada', applicant), 'declared']);
    await browser.press(WORDS[language].withdraw);
    expect([browser.path, await presenceOf(applicant)]).toEqual([page('abroad', applicant), 'withdrawn']);
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['declaration-withdrawn', applicant.email]]);
    await browser.visit(page('status', applicant));
    expect(browser.text).toContain(language === 'en' ? 'Your declaration is withdrawn' : 'Votre déclaration est retirée');
    await browser.visit(href('presenceReceipt', language, { person: applicant.personId }));
    expect(browser.text).toContain(language === 'en' ? 'It does not count any more.' : 'Elle ne compte plus.');
    await away(applicant, browser, ['2027', '1', '8']);
    expect([await presenceOf(applicant), await actions(applicant)]).toEqual(['abroad', ['presence.withdrawn', 'presence.abroad']]);
  });
});

it('whose file is suspended while the question goes out is not asked', async () => {
  const applicant = await anApplicant(portal);
  await away(applicant, await signIn(portal, applicant), ['2026', '11', '24']);
  portal.clock.advance(2 * DAY);
  const officer = portal.em();
  await officer.begin();
  await officer.execute('update confirmation set suspended_at = ? where person_id = ?', [portal.clock.now(), applicant.personId]);
  // they are on the list already, and their row is waited for
  const asked = portal.get(Returns).ask(portal.clock.now());
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  for (let tries = 0; tries < 500 && (await portal.sql(waiting)).length === 0; tries++) await setTimeout(10);
  await officer.commit();
  expect([await asked, await presenceOf(applicant)]).toEqual([0, 'abroad']);
});

describe('a declaration that was withdrawn', () => {
  let applicant: Applicant;
  let browser: Visitor;
  beforeEach(async () => {
    applicant = await anApplicant(portal, { stage: 'declared' });
    browser = await signIn(portal, applicant);
  });

  it('was verified before: no officer can confirm residence on it, and the officer reads why', async () => {
    const officer = await anOfficer(portal);
    await verifyPresence(portal, officer, applicant.personId);
    await browser.visit(page('leftCanada', applicant));
    await browser.press('Withdraw my declaration');
    await expect(confirmResidence(portal, officer, applicant.personId)).rejects.toThrow('presence withdrawn');
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminPresence', 'en', { person: applicant.personId }));
    expect(desk.text).toContain('the person has left Canada and withdrawn the declaration');
    expect(desk.text).toContain('Declaration withdrawn: left Canada');
  });

  it('is withdrawn once: a second press of an old page finds it done, and sends no second mail', async () => {
    const other = await signIn(portal, applicant);
    for (const window of [browser, other]) await window.visit(page('leftCanada', applicant));
    await portal.deliverMail();
    for (const window of [browser, other]) await window.press('Withdraw my declaration');
    expect([browser.path, other.path]).toEqual([page('abroad', applicant), page('abroad', applicant)]);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'declaration-withdrawn')).toHaveLength(1);
  });

  it('is signed anew by whoever is back, at once if they like', async () => {
    await browser.visit(page('leftCanada', applicant));
    await browser.press('Withdraw my declaration');
    await browser.visit(page('presence', applicant));
    await browser.tick('agreed').fill({ name: applicant.name, password: PASSWORD }).press('Sign my declaration');
    expect(await presenceOf(applicant)).toBe('declared');
    expect(await portal.sql('select 1 from presence_declaration where person_id = $1', [applicant.personId])).toHaveLength(2);
  });

  it('can’t be withdrawn once residence is confirmed: the page says so, and a forged press changes nothing', async () => {
    const officer = await anOfficer(portal);
    await verifyPresence(portal, officer, applicant.personId);
    await browser.visit(page('leftCanada', applicant));
    await confirmResidence(portal, officer, applicant.personId);
    await browser.press('Withdraw my declaration');
    expect([browser.path, browser.heading]).toEqual([page('leftCanada', applicant), 'Your residence is confirmed already']);
    expect(await presenceOf(applicant)).toBe('verified');
    const stranger = await anApplicant(portal);
    const theirs = await signIn(portal, stranger);
    await theirs.visit(page('abroad', stranger));
    expect((await theirs.forge(page('leftCanada', applicant), {})).status).toBe(404);
    const actor = { kind: 'applicant', accountId: stranger.accountId, personId: stranger.personId, language: 'en' } as const;
    await expect(portal.get(PresenceService).leaveCanada(actor, applicant.personId)).rejects.toThrow();
  });
});

it('officers read who is away: first who was asked and has not answered, then who left, then by day of return', async () => {
  const people: Applicant[] = [];
  for (const facts of ['Quillfeather', 'Ravensworth', 'Saltmarsh', 'Thornbury'].map((familyName) => ({ familyName })))
    people.push(await anApplicant(portal, { stage: facts.familyName === 'Ravensworth' ? 'declared' : 'active', facts }));
  const [later, left, asked, soon] = people as [Applicant, Applicant, Applicant, Applicant];
  const officer = await signIn(portal, await anOfficer(portal));
  await officer.visit(href('adminReturns', 'en'));
  expect(officer.lead).toBe('Nobody is away.');
  await away(asked, await signIn(portal, asked), ['2026', '11', '24']);
  portal.clock.advance(2 * DAY);
  await portal.get(Returns).ask(portal.clock.now());
  await away(later, await signIn(portal, later), ['2027', '5', '1']);
  await away(soon, await signIn(portal, soon), ['2026', '12', '1']);
  const leaving = await signIn(portal, left);
  await leaving.visit(page('leftCanada', left));
  await leaving.press('Withdraw my declaration');
  const desk = await signIn(portal, await anOfficer(portal));
  await desk.visit(href('adminCases', 'en'));
  await desk.follow('People away');
  expect(desk.lead).toBe('4 people are away, or have to answer whether they are back.');
  const order = ['Saltmarsh', 'Ravensworth', 'Thornbury', 'Quillfeather'].map((name) => desk.text.indexOf(name));
  expect(order.every((at, index) => at > (order[index - 1] ?? 0))).toBe(true);
  for (const words of ['no answer yet', 'Left Canada on', 'Back on Dec. 1', 'Portugal']) expect(desk.text).toContain(words);
  const listed = () =>
    desk
      .$('tbody th a')
      .toArray()
      .map((link) => desk.$(link).text().split(' ').at(-1));
  expect(desk.$('caption').text()).toBe('Who has to answer first; then by day of return');
  await desk.choose('show', 'abroad').press('Show');
  expect([listed(), desk.$('caption').text()]).toEqual([['Thornbury', 'Quillfeather'], 'By day of return']);
  // a day on which many come back goes on where the page ended, by the row itself
  const [{ id } = { id: '' }] = await portal.sql<{ id: string }>('select id from confirmation where person_id = $1', [soon.personId]);
  for (const [after, rest] of [
    [`2026-12-01_${id}`, ['Quillfeather']],
    ['2027-05-01_00000000-0000-7000-8000-000000000000', ['Quillfeather']],
    ['1796000000000_00000000-0000-7000-8000-000000000000', ['Thornbury', 'Quillfeather']],
  ] as const) {
    await desk.visit(`${href('adminReturns', 'en')}?show=abroad&after=${after}`);
    expect(listed()).toEqual(rest);
    expect(await faultsOf(desk.html)).toEqual([]);
  }
  await desk.follow('Back to the beginning');
  expect(listed()).toEqual(['Thornbury', 'Quillfeather']);
  // who declares is away no more
  const back = await signIn(portal, asked);
  await back.visit(page('presence', asked));
  await back.tick('agreed').fill({ name: asked.name, password: PASSWORD }).press('Sign my declaration');
  await desk.visit(href('adminReturns', 'en'));
  expect(desk.lead).toContain('3 people');
});
