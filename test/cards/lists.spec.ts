import { Card } from '../../src/cards/card.entity.js';
import { CardBatch } from '../../src/cards/batches/card-batch.entity.js';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { Person } from '../../src/cases/person.entity.js';
import { after, MINUTE } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aMailedCard, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { ADDRESS, type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { withoutTriggers } from '../support/trail.js';

/** TRUST.md 6: lists are read a page at a time, from where the last one ended. */
let portal: TestPortal;
let clerk: Someone;
let supervisor: Someone;
let desk: Visitor;
beforeEach(async () => {
  portal = await aPortal();
  clerk = await anOfficer(portal, { role: 'card_clerk' });
  supervisor = await anOfficer(portal, { role: 'supervisor' });
  desk = await signIn(portal, clerk);
});
afterEach(() => portal.close());

const requested = async (): Promise<{ applicant: Applicant; cardId: string }> => {
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  await verifyPresence(portal, supervisor, applicant.personId);
  await confirmResidence(portal, supervisor, applicant.personId);
  await aSentPhoto(portal, applicant.personId);
  await acceptPhoto(portal, supervisor, applicant.personId);
  const { card } = await portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
  return { applicant, cardId: card?.id ?? '' };
};
const rowsUnder = (title: string): string[] => desk.textsOf(`${title} ~ table tbody tr`);

it('cards in the mail: the newest first, each once, to the last of them', async () => {
  const { personId } = await anApplicant(portal);
  const [em, now] = [portal.em(), portal.clock.now()];
  // several left in the same minute: what they are sorted by alone does not tell where a page ends
  for (let number = 0; number < 120; number++) {
    const mailedAt = after(now, -Math.floor(number / 7) * MINUTE);
    const card = em.create(Card, { person: em.getReference(Person, personId), requestedAt: now, dueOn: '2026-12-07' });
    Object.assign(card, {
      state: 'mailed',
      printedAt: now,
      mailedAt,
      address: ADDRESS,
      endsOn: '2027-01-04',
      trackingNumber: `N${number}`,
    });
  }
  await withoutTriggers(portal, 'card', () => em.flush());
  const seen: string[] = [];
  await desk.visit(href('adminCards', 'en'));
  for (let page = 1; ; page++) {
    seen.push(...[...desk.textOf('#mailed ~ table').matchAll(/Tracking number: N(\d+)/g)].map(([, number]) => number ?? ''));
    expect(page).toBeLessThan(5);
    if (!desk.links().some(({ text }) => text === 'Show the next ones')) break;
    await desk.follow('Show the next ones');
    expect(desk.text).not.toContain('Cards that wait for printing');
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  await desk.follow('Back to the beginning');
  expect(rowsUnder('#mailed')).toHaveLength(50);
});

it('batches: all of them, twenty at a time', async () => {
  const [em, now] = [portal.em(), portal.clock.now()];
  for (let number = 0; number < 45; number++) {
    const madeAt = after(now, -Math.floor(number / 3) * MINUTE);
    em.create(CardBatch, { number: `LOT-26-${String(number).padStart(4, '0')}`, madeAt, madeBy: clerk.accountId });
  }
  await em.flush();
  const seen = new Set<string>();
  await desk.visit(href('adminCards', 'en'));
  for (;;) {
    for (const [number] of desk.text.matchAll(/LOT-26-\d{4}/g)) seen.add(number);
    if (!desk.links().some(({ text }) => text === 'Show the next ones')) break;
    await desk.follow('Show the next ones');
  }
  expect(seen.size).toBe(45);
});

it('an address that was typed wrongly shows the beginning', async () => {
  for (const query of [
    '?list=mailed&after=x',
    '?list=nothing',
    '?list=toPrint&after=1_2',
    '?list[]=a&find[]=b',
    '?list=mailed&after=9_00000000-0000-0000-0000-000000000000',
  ]) {
    await desk.visit(href('adminCards', 'en') + query);
    expect([query, desk.status]).toEqual([query, 200]);
  }
});

it('a card that an officer has in hand is found by its number, and by its application number', async () => {
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  await aMailedCard(portal, supervisor, applicant.personId);
  const [place] = await portal.sql<{ card_number: string }>('select card_number from card_batch_place');
  for (const typed of [place?.card_number.toLowerCase() ?? '', applicant.caseNumber]) {
    await desk.visit(href('adminCards', 'en'));
    await desk.fill({ find: typed }).press('Find');
    expect(rowsUnder('#found')).toEqual([expect.stringContaining(applicant.caseNumber)]);
    expect(desk.links().some(({ text }) => text === `It came back: ${applicant.name}`)).toBe(true);
  }
  await desk.fill({ find: 'P00000000' }).press('Find');
  expect(desk.text).toContain('No card has this number');
});

it('the cards of a batch are marked as mailed together, each with its own number, but those that stay', async () => {
  const [one, other, kept] = [await requested(), await requested(), await requested()];
  const batch = await portal.get(CardBatches).make(
    asOfficer(clerk),
    [one, other, kept].map(({ cardId }) => cardId),
  );
  await portal.deliverMail();
  await desk.visit(href('adminCardBatch', 'en', { batch: batch ?? '' }));
  await desk.follow('Mark its cards as mailed');
  await desk
    .untick('card', kept.cardId)
    .fill({ [`tracking-${one.cardId}`]: 'rn 1234', [`tracking-${other.cardId}`]: 'N°7' })
    .press('Mark the ticked cards as mailed');
  expect([desk.status, desk.errors()[`tracking-${other.cardId}`]]).toEqual([422, expect.stringContaining('letters and digits')]);
  await desk.fill({ [`tracking-${other.cardId}`]: 'x'.repeat(31) }).press('Mark the ticked cards as mailed');
  expect(desk.errors()[`tracking-${other.cardId}`]).toContain('30 characters at most');
  await desk.fill({ [`tracking-${other.cardId}`]: '' }).press('Mark the ticked cards as mailed');
  const states = await Promise.all([one, other, kept].map(({ cardId }) => portal.em().findOneOrFail(Card, { id: cardId })));
  expect(states.map(({ state, trackingNumber }) => [state, trackingNumber])).toEqual([
    ['mailed', 'RN1234'],
    ['mailed', null],
    ['printed', null],
  ]);
  const mails = await portal.deliverMail();
  expect(mails.map(({ template, to }) => [template, to]).sort()).toEqual(
    [one, other].map(({ applicant }) => ['card-mailed', applicant.email]).sort(),
  );
  for (const mail of mails) expect(JSON.stringify(mail)).not.toContain('RN1234');
  await desk.visit(href('adminCardBatchMailed', 'en', { batch: batch ?? '' }));
  await desk.untick('card', kept.cardId).press('Mark the ticked cards as mailed');
  expect([desk.status, desk.text]).toEqual([422, expect.stringContaining('Tick at least one card')]);
});
