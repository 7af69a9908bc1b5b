import { Card } from '../../src/cards/card.entity.js';
import { DAY } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { dayOf } from '../../src/language/formats.js';
import { type Language, otherLanguage } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Translator } from '../../src/language/translator.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { aMailedCard } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { ADDRESS, type Applicant, anApplicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 6.16 and 6.17, on the pages, from the mailbox to the card that arrives or is closed. */
describe.each(['en', 'fr'] as const)('a card after it is mailed, in %s', (language) => {
  let portal: TestPortal;
  let clerk: Someone;
  let supervisor: Someone;
  const translator = new Translator();
  /** As a page reads without its no-break spaces. */
  const words = (key: string, values = {}): string => translator.text(language, key, values).replaceAll('\u00a0', ' ');
  beforeEach(async () => {
    portal = await aPortal();
    clerk = await anOfficer(portal, { role: 'card_clerk', language });
    supervisor = await anOfficer(portal, { role: 'supervisor', language });
  });
  afterEach(() => portal.close());

  const daysGo = async (days: number) => {
    portal.clock.advance(days * DAY);
    await portal.get(TimedJobs).runDue();
  };
  const desk = async (): Promise<Visitor> => (await signIn(portal, clerk)).visit(href('adminCards', language));
  const button = (key: string, name: string): string => `${words(key)}${words('admin-cards:for', { name })}`;
  const status = async (applicant: Applicant, personId = applicant.personId): Promise<Visitor> => {
    const browser = await signIn(portal, applicant);
    await browser.visit(href('status', language, { person: personId }));
    expect(await faultsOf(browser.html)).toEqual([]);
    return browser;
  };
  const mailsTo = async (applicant: Applicant) =>
    (await portal.deliverMail())
      .filter(({ to, template }) => to === applicant.email && template !== 'new-device')
      .map(({ template, subject }) => [template, subject]);
  const newestCard = async (personId: string): Promise<Card> => {
    const { card } = await portal.em().findOneOrFail(Confirmation, { person: personId }, { populate: ['card'] });
    return card as Card;
  };
  const recordReturn = async (browser: Visitor, name: string) => {
    await browser.follow(button('admin-cards:return.link', name));
    expect(await faultsOf(browser.html)).toEqual([]);
    const [year, month, day] = dayOf(portal.clock.now()).split('-');
    await browser
      .fill({ 'cameBackOn-day': day ?? '', 'cameBackOn-month': month ?? '', 'cameBackOn-year': year ?? '' })
      .choose('reason', 'moved')
      .press(words('admin-cards:return.act'));
  };

  it('6.16: it comes back, goes to the new address, comes back once more, and is closed when nobody answers', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const cardId = await aMailedCard(portal, supervisor, applicant.personId);
    const places = () => portal.sql('select id from card_batch_place where card_id = $1', [cardId]);
    await portal.deliverMail();
    await daysGo(12);
    await recordReturn(await desk(), applicant.name);
    const [mail] = await mailsTo(applicant);
    const subjects = ([language, otherLanguage(language)] as Language[]).map((one) => translator.text(one, 'mail:card-came-back.subject'));
    expect(mail).toEqual(['card-came-back', subjects.join(' / ')]);

    const browser = await status(applicant);
    expect(browser.lead).toBe(words('standing:label.cameBack'));
    expect(browser.text).toContain(words('standing:who.you'));
    await browser.follow(words('status:address.reopened.act'));
    expect(await faultsOf(browser.html)).toEqual([]);
    expect(browser.text).toContain(words('status:card.cameBack.reason.moved'));
    await browser.fill({ street: '7 Heron Court' }).press(words('address:save'));
    await browser.press(words('address:save'));
    expect(browser.lead).toBe(words('standing:label.mailingAgain'));
    expect(browser.text).toContain(words('standing:who.us'));

    const queue = await signIn(portal, supervisor);
    await queue.visit(href('adminQueue', language));
    expect(queue.text).toContain(words('admin-queue:task.mailCardAgain'));
    await (await desk()).press(button('admin-cards:toMail.act', applicant.name), { near: applicant.caseNumber });
    expect(await mailsTo(applicant)).toMatchObject([['card-mailed', expect.anything()]]);
    expect(await newestCard(applicant.personId)).toMatchObject({
      id: cardId,
      state: 'mailed',
      mailedTo: { street: '7 Heron Court' },
      address: ADDRESS,
    });
    expect(await places()).toHaveLength(1);

    await daysGo(20);
    await recordReturn(await desk(), applicant.name);
    await daysGo(179);
    expect((await status(applicant)).lead).toBe(words('standing:label.cameBack'));
    await daysGo(1);
    const closed = await status(applicant);
    expect(closed.lead).toBe(words('standing:label.closed'));
    expect(closed.text).toContain(words('status:card.closed.cameBack', { days: 180 }));
    await closed.visit(href('mailingAddress', language, { person: applicant.personId }));
    expect(closed.path).toBe(href('status', language, { person: applicant.personId }));
  });

  it('6.17: it never comes; declared from day 42 on, it is replaced by another one, and the history says so', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const first = await aMailedCard(portal, supervisor, applicant.personId, 'RN123456789CA');
    await daysGo(10);
    let browser = await status(applicant);
    expect(browser.text).toContain('RN123456789CA');
    await browser.follow(words('status:card.mailed.missing'));
    expect(await faultsOf(browser.html)).toEqual([]);
    expect(browser.$('form [name=agreed]').length).toBe(0);
    await daysGo(32);
    browser = await status(applicant);
    expect(browser.text).toContain(words('status:card.presumed.title'));
    await browser.follow(words('status:card.mailed.missing'));
    expect(await faultsOf(browser.html)).toEqual([]);
    await portal.deliverMail();
    await browser.tick('agreed').fill({ name: applicant.name, password: PASSWORD }).press(words('presence:act'));
    expect(browser.heading).toBe(words('presence:receipt.title'));
    expect(await faultsOf(browser.html)).toEqual([]);
    expect(await mailsTo(applicant)).toMatchObject([['card-reported-missing', expect.anything()]]);
    expect((await status(applicant)).lead).toBe(words('standing:label.replacing'));

    const clerks = await desk();
    expect(await faultsOf(clerks.html)).toEqual([]);
    await clerks.press(button('admin-cards:missing.act', applicant.name), { near: applicant.caseNumber });
    const second = await newestCard(applicant.personId);
    expect(second).toMatchObject({ state: 'requested', replaces: first });
    await clerks.press(button('admin-cards:toPrint.act', applicant.name), { near: applicant.caseNumber });
    await clerks.press(button('admin-cards:toMail.act', applicant.name), { near: applicant.caseNumber });
    const numbers = await portal.sql<{ number: string }>(
      'select distinct card_number as number from card_batch_place where card_id in ($1, $2)',
      [first, second.id],
    );
    expect(numbers).toHaveLength(2);
    browser = await status(applicant);
    expect(browser.lead).toContain('Moncton');
    expect(browser.text).not.toContain('RN123456789CA');
    await browser.visit(href('accountActivity', language));
    for (const did of ['reported_missing', 'replaced', 'presumed_delivered'])
      expect(browser.text).toContain(words(`activity:did.card.${did}`));
  });

  it('6.17: from day 180 the page explains how a card is applied for', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    await aMailedCard(portal, supervisor, applicant.personId);
    await daysGo(42);
    await daysGo(138);
    const browser = await status(applicant);
    expect(browser.lead).toBe(words('standing:label.closed'));
    const link = browser.links().find(({ text }) => text === words('status:closed.link'));
    expect(link?.href).toMatch(new RegExp(`^https://www\\.canada\\.ca/${language}/`));
    await browser.visit(href('cardMissing', language, { person: applicant.personId }));
    expect(await faultsOf(browser.html)).toEqual([]);
    expect(browser.lead).toBe(words('missing:late.lead', { days: 180 }));
  });

  it('whoever acts for a child declares with their own name, and names the child', async () => {
    const { principal, child } = await aFamily(portal, { language, stage: 'addressed' });
    const parent = await signIn(portal, principal);
    await parent.visit(href('presence', language, { person: child.id }));
    await parent.tick('agreed').fill({ name: principal.name, password: PASSWORD }).press(words('presence:act'));
    await parent.visit(href('addressCopy', language, { person: principal.personId }));
    await parent.tick('persons', child.id).press(words('address:copy.act'));
    await aMailedCard(portal, supervisor, child.id);
    await daysGo(50);
    await portal.deliverMail();
    const browser = await status(principal, child.id);
    await browser.follow(words('status:other.card.mailed.missing'));
    expect(browser.heading).toBe(words('missing:other.title', { name: child.name }));
    expect(browser.textOf('.deed')).toContain(child.name);
    await browser.tick('agreed').fill({ name: child.name, password: PASSWORD }).press(words('presence:act'));
    expect(browser.errors().name).toContain(principal.name);
    await browser.fill({ name: principal.name, password: PASSWORD }).press(words('presence:act'));
    expect(browser.heading).toBe(words('presence:receipt.title'));
    expect(await mailsTo(principal)).toMatchObject([
      ['card-reported-missing', expect.stringContaining(words('mail:card-reported-missing.other.subject'))],
    ]);
    expect((await status(principal, child.id)).lead).toBe(words('standing:other.replacing'));
    expect((await newestCard(child.id)).state).toBe('reported_missing');
  });
});
