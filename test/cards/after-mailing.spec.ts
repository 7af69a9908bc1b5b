import { MissingCard } from '../../src/cards/mailed/missing-card.entity.js';
import { Card } from '../../src/cards/card.entity.js';
import { MailedCardsClock } from '../../src/cards/mailed/mailed-cards-clock.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { MissingCards } from '../../src/cards/mailed/missing-cards.service.js';
import { DAY } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { dayOf, addDays, formatDate } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { WaitingMails } from '../../src/representatives/waiting-mails.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aMailedCard, asOfficer } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, aRepresentativeOf, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 3 (lane Card), 4 ("Card missing"), 6.16, 6.17: what becomes of a card once it is in the mail. */
let portal: TestPortal;
let clerk: Someone;
let supervisor: Someone;
beforeEach(async () => {
  portal = await aPortal();
  clerk = await anOfficer(portal, { role: 'card_clerk', name: 'Bram Ellery' });
  supervisor = await anOfficer(portal, { role: 'supervisor' });
});
afterEach(() => portal.close());

const card = (id: string) => portal.em().findOneOrFail(Card, { id });
const confirmation = ({ personId }: Applicant) => portal.em().findOneOrFail(Confirmation, { person: personId }, { populate: ['card'] });
const daysGo = async (days: number) => {
  portal.clock.advance(days * DAY);
  await portal.get(MailedCardsClock).end(portal.clock.now());
};
const someone = async (): Promise<{ applicant: Applicant; cardId: string }> => {
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  return { applicant, cardId: await aMailedCard(portal, supervisor, applicant.personId) };
};
const status = async (browser: Visitor, { personId }: Applicant, language: 'en' | 'fr' = 'en') => {
  await browser.visit(href('status', language, { person: personId }));
  return browser.lead;
};
const declareMissing = async (browser: Visitor, { personId, name }: Applicant) => {
  await browser.visit(href('cardMissing', 'en', { person: personId }));
  return browser.tick('agreed').fill({ name, password: PASSWORD }).press('Sign my declaration');
};

describe('time', () => {
  it('takes a card as delivered after 42 days, and closes it after 180', async () => {
    const { cardId, applicant } = await someone();
    await daysGo(41);
    expect((await card(cardId)).state).toBe('mailed');
    await daysGo(1);
    expect((await card(cardId)).state).toBe('presumed_delivered');
    const browser = await signIn(portal, applicant);
    expect(await status(browser, applicant)).toMatch(/^Mailed on /);
    expect(browser.text).toContain('Nothing is left to do');
    await daysGo(137);
    expect((await card(cardId)).state).toBe('presumed_delivered');
    await daysGo(1);
    expect(await card(cardId)).toMatchObject({ state: 'closed', endsOn: null });
    const later = await signIn(portal, applicant);
    expect(await status(later, applicant)).toBe('Closed');
    expect(later.links().some(({ href: to }) => to.startsWith('https://www.canada.ca/en/'))).toBe(true);
  });

  it('catches up where the portal was down for long, and leaves suspended files alone', async () => {
    const [one, other] = [await someone(), await someone()];
    await portal.sql('update confirmation set suspended_at = now() where person_id = $1', [other.applicant.personId]);
    portal.clock.advance(200 * DAY);
    for (let run = 0; run < 2; run++) await portal.get(MailedCardsClock).end(portal.clock.now());
    expect((await card(one.cardId)).state).toBe('closed');
    expect((await card(other.cardId)).state).toBe('mailed');
  });
});

describe('a card that has not come', () => {
  it('can be declared missing from day 42 to day 179, and on no other day', async () => {
    const { applicant, cardId } = await someone();
    const mailedOn = dayOf(portal.clock.now());
    const actor = { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' } as const;
    const report = () => portal.get(MissingCards).report(actor, applicant.personId, applicant.name, 'en');
    await daysGo(41);
    let browser = await signIn(portal, applicant);
    await browser.visit(href('cardMissing', 'en', { person: applicant.personId }));
    expect(browser.lead).toContain(`From ${formatDate(addDays(mailedOn, 42), 'en').replaceAll('\u00a0', ' ')} you can tell us`);
    await expect(report()).rejects.toThrow('early');
    portal.clock.advance(139 * DAY);
    await expect(report()).rejects.toThrow('late');
    browser = await signIn(portal, applicant);
    await browser.visit(href('cardMissing', 'fr', { person: applicant.personId }));
    expect(browser.lead).toContain('nous ne pouvons plus la remplacer ici');
    portal.clock.advance(-DAY);
    browser = await signIn(portal, applicant);
    await declareMissing(browser, applicant);
    expect(browser.heading).toBe('Declaration received');
    expect((await card(cardId)).state).toBe('reported_missing');
  });

  it('on day 42 exactly, before any job has run', async () => {
    const { applicant, cardId } = await someone();
    portal.clock.advance(42 * DAY);
    await declareMissing(await signIn(portal, applicant), applicant);
    expect((await card(cardId)).state).toBe('reported_missing');
  });

  it('is declared with the name on file and the password, and the database keeps what was signed', async () => {
    const { applicant, cardId } = await someone();
    await daysGo(50);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('cardMissing', 'en', { person: applicant.personId }));
    await browser.fill({ name: 'Somebody Else', password: PASSWORD }).press('Sign my declaration');
    expect([browser.status, browser.text]).toEqual([422, expect.stringContaining('Tick the box to say that the declaration is true')]);
    await browser.tick('agreed').fill({ name: 'Somebody Else', password: PASSWORD }).press('Sign my declaration');
    expect([browser.status, browser.text]).toEqual([422, expect.stringContaining(`Type your name as it is on file: ${applicant.name}`)]);
    await browser.fill({ name: applicant.name, password: 'wrong entirely' }).press('Sign my declaration');
    expect(browser.status).toBe(422);
    await browser.fill({ name: applicant.name.toLowerCase(), password: PASSWORD }).press('Sign my declaration');
    expect(browser.heading).toBe('Declaration received');
    await expect(portal.sql('update missing_card set reference = $1', ['other'])).rejects.toThrow('missing_card is final');
    const mails = await portal.deliverMail();
    expect(mails.at(-1)).toMatchObject({ template: 'card-reported-missing', to: applicant.email });
    await browser.visit(href('cardMissing', 'en', { person: applicant.personId }));
    expect(browser.heading).toBe('Declaration received');
    expect(await portal.em().count(MissingCard, { card: cardId })).toBe(1);
    expect((await confirmation(applicant)).address).toBe('given');
  });

  it('is replaced by a card with a number of its own, once', async () => {
    const { applicant, cardId } = await someone();
    await daysGo(60);
    const browser = await signIn(portal, applicant);
    await declareMissing(browser, applicant);
    expect(await status(browser, applicant)).toBe('We are replacing your card');
    const desk = await signIn(portal, clerk);
    await desk.visit(href('adminCards', 'en'));
    await desk.press(`Order a new card: ${applicant.name}`);
    const { card: made } = await confirmation(applicant);
    expect(made).toMatchObject({ state: 'requested', replaces: cardId, dueOn: addDays(dayOf(portal.clock.now()), 14) });
    expect((await card(cardId)).state).toBe('closed');
    await desk.forge(href('adminCardReplacement', 'en', { card: cardId }));
    expect(desk.status).toBe(409);
    expect(await status(browser, applicant)).toMatch(/^In progress: making your card, due by /);
    await desk.visit(href('adminCards', 'en'));
    await desk.press(`Send to print: ${applicant.name}`);
    const places = await portal.sql<{ card_number: string }>('select card_number from card_batch_place');
    expect(new Set(places.map(({ card_number }) => card_number)).size).toBe(2);
    await expect(portal.sql('update card set replaces = $1 where id = $2', [made?.id, cardId])).rejects.toThrow(
      'what a card says is final',
    );
    await expect(
      portal.sql(`insert into card (id, person_id, requested_at, due_on, replaces) values (gen_random_uuid(), $1, now(), now(), $2)`, [
        applicant.personId,
        cardId,
      ]),
    ).rejects.toThrow('card_replaces_unique');
  });

  it('is nothing that a representative declares: refused, recorded, and told', async () => {
    const { applicant } = await someone();
    const helper = await aRepresentativeOf(portal, applicant);
    await daysGo(50);
    const browser = await signIn(portal, helper);
    await portal.deliverMail();
    await browser.forge(href('cardMissing', 'en', { person: applicant.personId }), {
      agreed: 'yes',
      name: applicant.name,
      password: PASSWORD,
    });
    expect(browser.status).toBe(403);
    expect((await portal.deliverMail()).map(({ template }) => template)).toContain('representative-refused');
  });
});

describe('a card that the post brings back', () => {
  const backFor = (cardId: string) => portal.get(CardMailing).comeBack(asOfficer(clerk), cardId, dayOf(portal.clock.now()), 'moved');

  it('is recorded with its day and reason, and the person is asked for their address', async () => {
    const { applicant, cardId } = await someone();
    await daysGo(10);
    await portal.deliverMail();
    const desk = await signIn(portal, clerk);
    await desk.visit(href('adminCards', 'en'));
    await desk.follow(`It came back: ${applicant.name}`);
    await desk.press('Record that it came back');
    expect([desk.status, desk.text]).toEqual([422, expect.stringContaining('Choose what the post says')]);
    const [year, month, day] = addDays(dayOf(portal.clock.now()), 1).split('-');
    await desk.fill({ 'cameBackOn-day': day ?? '', 'cameBackOn-month': month ?? '', 'cameBackOn-year': year ?? '' });
    await desk.choose('reason', 'moved').press('Record that it came back');
    expect([desk.status, desk.text]).toEqual([422, expect.stringContaining('Enter today or a day before')]);
    const [y, m, d] = dayOf(portal.clock.now()).split('-');
    await desk
      .fill({ 'cameBackOn-day': d ?? '', 'cameBackOn-month': m ?? '', 'cameBackOn-year': y ?? '' })
      .press('Record that it came back');
    expect(await card(cardId)).toMatchObject({
      state: 'came_back',
      cameBackReason: 'moved',
      endsOn: addDays(dayOf(portal.clock.now()), 180),
    });
    expect((await confirmation(applicant)).address).toBe('reopened');
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['card-came-back', applicant.email]]);
    expect(await status(await signIn(portal, applicant), applicant)).toBe('Your card came back: check your address');
  });

  it('is mailed again to the address given since, frozen again, and not printed again', async () => {
    const { applicant, cardId } = await someone();
    await backFor(cardId);
    const desk = await signIn(portal, clerk);
    await desk.visit(href('adminCards', 'en'));
    await desk.forge(href('adminCardMailed', 'en', { card: cardId }));
    expect(desk.status).toBe(409);
    const browser = await signIn(portal, applicant);
    await browser.visit(href('confirmation', 'en'));
    await browser.follow('Check your address');
    expect(browser.text).toContain('Your card came back to us on');
    await browser.fill({ street: '7 Heron Court' }).press('Save and continue');
    expect((await confirmation(applicant)).address).toBe('reopened');
    await browser.press('Save and continue');
    expect(browser.lead).toBe('In progress: mailing your card again');
    await desk.visit(href('adminCards', 'en'));
    expect(desk.textOf('#again ~ table')).toContain('7 Heron Court');
    await desk.follow(`With a tracking number: ${applicant.name}`);
    await desk.fill({ trackingNumber: 'RN 123?' }).press('Mark as mailed');
    expect([desk.status, desk.text]).toEqual([422, expect.stringContaining('Enter letters and digits only')]);
    await desk.fill({ trackingNumber: 'rn 123-456-789 ca' }).press('Mark as mailed');
    expect(await card(cardId)).toMatchObject({
      state: 'mailed',
      trackingNumber: 'RN123456789CA',
      address: { street: '18 Linden Row' },
      mailedTo: { street: '7 Heron Court' },
    });
    expect((await confirmation(applicant)).address).toBe('frozen');
    expect(await portal.sql('select id from card_batch_place where card_id = $1', [cardId])).toHaveLength(1);
    expect(await status(browser, applicant)).toMatch(/^Mailed on /);
    expect(browser.text).toContain('Tracking number: RN123456789CA');
  });

  it('is closed when nobody has answered in 180 days; an answer on the day before is in time', async () => {
    const [one, other] = [await someone(), await someone()];
    for (const { cardId } of [one, other]) await backFor(cardId);
    await daysGo(179);
    const browser = await signIn(portal, other.applicant);
    await browser.visit(href('mailingAddress', 'en', { person: other.applicant.personId }));
    await browser.press('Save and continue');
    await daysGo(1);
    expect((await card(one.cardId)).state).toBe('closed');
    expect((await confirmation(one.applicant)).address).toBe('frozen');
    expect(await card(other.cardId)).toMatchObject({ state: 'came_back', endsOn: null });
  });

  it('is told to the representative, without a word of what', async () => {
    const { applicant, cardId } = await someone();
    const helper = await aRepresentativeOf(portal, applicant);
    await portal.get(WaitingMails).tell(portal.clock.now());
    await portal.deliverMail();
    portal.clock.advance(DAY);
    await backFor(cardId);
    await portal.get(WaitingMails).tell(portal.clock.now());
    const mails = (await portal.deliverMail()).filter(({ to }) => to === helper.email);
    expect(mails.map(({ template }) => template)).toEqual(['client-waits']);
    const browser = await signIn(portal, helper);
    await browser.visit(href('clients', 'en'));
    expect(browser.text).toContain('Your card came back: check your address');
  });

  it('can be recorded by an officer too, from the page of the case', async () => {
    const { applicant, cardId } = await someone();
    const officer = await anOfficer(portal);
    const desk = await signIn(portal, officer);
    await desk.visit(href('adminCase', 'en', { case: applicant.caseId }));
    await desk.follow('Record that the card came back');
    const [y, m, d] = dayOf(portal.clock.now()).split('-');
    await desk.fill({ 'cameBackOn-day': d ?? '', 'cameBackOn-month': m ?? '', 'cameBackOn-year': y ?? '' });
    await desk.choose('reason', 'other').press('Record that it came back');
    expect(desk.path).toContain(href('adminCase', 'en', { case: applicant.caseId }));
    expect((await card(cardId)).state).toBe('came_back');
  });
});
