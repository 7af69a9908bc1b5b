import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { extractText, getDocumentProxy } from 'unpdf';
import { MINUTE } from '../../src/clock.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { Card } from '../../src/cards/card.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

type Line = Record<string, string | number>;
type Waiting = { applicant: Applicant; cardId: string };

/** Somebody whose card waits; with a photo on disk where its file is asked for. */
async function aCard(portal: TestPortal, officer: Someone, { photo = false } = {}): Promise<Waiting> {
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  await verifyPresence(portal, officer, applicant.personId);
  await confirmResidence(portal, officer, applicant.personId);
  if (photo) await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
  else await aSentPhoto(portal, applicant.personId);
  await acceptPhoto(portal, officer, applicant.personId);
  const { id } = await portal.em().findOneOrFail(Card, { person: applicant.personId });
  return { applicant, cardId: id };
}

const reportError = (portal: TestPortal, { applicant }: Waiting) =>
  portal
    .get(RecordErrors)
    .report(
      { kind: 'applicant', accountId: applicant.accountId, personId: applicant.personId, language: 'en' },
      applicant.personId,
      ['sex'],
      'It is another',
    );

describe('a batch of cards', () => {
  let portal: TestPortal;
  let officer: Someone;
  let clerk: Someone;
  let desk: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    clerk = await anOfficer(portal, { role: 'card_clerk', name: 'Bram Ellery' });
  });
  beforeEach(async () => {
    desk = await signIn(portal, clerk);
  });
  afterAll(() => portal.close());

  const make = (...waiting: Waiting[]) =>
    portal.get(CardBatches).make(
      asOfficer(clerk),
      waiting.map(({ cardId }) => cardId),
    );
  const card = ({ cardId }: Waiting) => portal.em().findOneOrFail(Card, { id: cardId });
  const placesOf = ({ cardId }: Waiting) =>
    portal.sql<{ batch_id: string; card_number: string; withdrawn_at: Date | null }>(
      'select batch_id, card_number, withdrawn_at from card_batch_place where card_id = $1 order by id',
      [cardId],
    );
  async function download(batch: string): Promise<Buffer> {
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    await desk.press('Download the batch (zip)');
    expect([desk.status, desk.headers['content-type']]).toEqual([200, 'application/zip']);
    return desk.bytes;
  }
  const manifestOf = (files: Record<string, Uint8Array>): Line[] =>
    (JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()) as { cards: Line[] }).cards;

  it('is made of the cards that were ticked, and sends them to print as one card is sent', async () => {
    const [one, other, third] = [await aCard(portal, officer), await aCard(portal, officer), await aCard(portal, officer)];
    await desk.visit(href('adminCards', 'en'));
    await desk.tick('card', one.cardId).tick('card', other.cardId).press('Make a batch of the ticked cards');
    expect(desk.heading).toMatch(/^Batch LOT-26-/);
    expect(desk.text).toContain(one.applicant.caseNumber);
    expect(desk.text).not.toContain(third.applicant.caseNumber);
    for (const waiting of [one, other]) {
      expect(await card(waiting)).toMatchObject({ state: 'printed', releasedBy: clerk.accountId, address: expect.anything() });
      expect((await portal.em().findOneOrFail(Confirmation, { person: waiting.applicant.personId })).address).toBe('frozen');
    }
    expect((await card(third)).state).toBe('requested');
    await desk.visit(href('adminCards', 'fr'));
    await desk.press('Faire un lot de toutes les cartes');
    expect(desk.text).toContain(third.applicant.caseNumber);
  });

  it('its zip holds what the printing facility needs, and its checksums are right', async () => {
    const waiting = await aCard(portal, officer, { photo: true });
    const files = unzipSync(await download((await make(waiting)) ?? ''));
    const [line] = manifestOf(files);
    const [place] = await placesOf(waiting);
    const photo = `photos/${place?.card_number}.jpg`;
    expect(Object.keys(files)).toEqual(['labels.pdf', 'manifest.csv', 'manifest.json', photo, 'SHA256SUMS']);
    expect(line).toMatchObject({ status: 'print', cardNumber: place?.card_number, familyName: 'Quillfeather', givenNames: 'Idris', photo });
    expect([line?.mrz1, line?.mrz3]).toEqual([
      expect.stringMatching(new RegExp(`^CACAN${place?.card_number}\\d<{15}$`)),
      'QUILLFEATHER<<IDRIS'.padEnd(30, '<'),
    ]);
    expect(String(line?.mrz2)).toHaveLength(30);
    const { year } = /^(?<year>\d{4})-/.exec(portal.clock.now().toISOString())?.groups ?? {};
    expect(line?.expiresOn).toMatch(new RegExp(`^${Number(year) + 5}-`));
    const sums = Buffer.from(files.SHA256SUMS ?? []).toString();
    for (const [name, bytes] of Object.entries(files).filter(([name]) => name !== 'SHA256SUMS'))
      expect(sums).toContain(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
    const picture = await sharp(files[photo]).metadata();
    expect(picture).toMatchObject({ format: 'jpeg', width: 591, height: 827, density: 300, channels: 1 });
    const csv = Buffer.from(files['manifest.csv'] ?? []).toString();
    expect(csv.startsWith('\ufeff"position","cardNumber","status"')).toBe(true);
    const labels = await getDocumentProxy(new Uint8Array(files['labels.pdf'] ?? []));
    expect((await extractText(labels, { mergePages: true })).text).toContain('Idris Quillfeather');
  });

  it('is the same to the last byte at each download, with its SHA-256 on the page and in the trail', async () => {
    const waiting = await aCard(portal, officer, { photo: true });
    const batch = (await make(waiting)) ?? '';
    const first = await download(batch);
    portal.clock.advance(MINUTE);
    await portal.sql(`update person set appearance = null where id = $1`, [waiting.applicant.personId]); // the file changes, the card doesn't
    expect((await download(batch)).equals(first)).toBe(true);
    const sha256 = createHash('sha256').update(first).digest('hex');
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    expect(desk.text).toContain(sha256);
    expect(desk.text).toContain('2 downloads in all');
    const events = await portal.em().find(AuditEvent, { subject: batch, action: 'card_batch.downloaded' });
    expect(events.map(({ details }) => details)).toEqual([1, 2].map(() => expect.objectContaining({ sha256, cards: 1, withdrawn: 0 })));
    expect(await portal.em().count(AuditEvent, { subject: waiting.applicant.personId, action: 'card.printed' })).toBe(1);
  });

  it('leaves out a card that was held since and says so; a later batch has it under another number', async () => {
    const [kept, held] = [await aCard(portal, officer, { photo: true }), await aCard(portal, officer)];
    const batch = (await make(kept, held)) ?? '';
    await reportError(portal, held);
    const files = unzipSync(await download(batch));
    const number = (await placesOf(held))[0]?.card_number;
    expect(manifestOf(files).filter(({ cardNumber }) => cardNumber === number)).toEqual([
      expect.objectContaining({ status: 'withdrawn', familyName: '', dateOfBirth: '', mrz1: '', photo: '' }),
    ]);
    expect(Object.keys(files).filter((name) => name.startsWith('photos/'))).toHaveLength(1);
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    expect(desk.text).toContain('Withdrawn on');
    await portal.get(RecordErrors).answer(asOfficer(officer), held.applicant.personId, 'It is as in the passport');
    const later = await make(held);
    const places = await placesOf(held);
    expect(places.map(({ batch_id }) => batch_id)).toEqual([batch, later]);
    expect([places[0]?.withdrawn_at, places[1]?.withdrawn_at]).toEqual([expect.anything(), null]);
    expect(places[1]?.card_number).not.toBe(number);
  });

  it('two clerks at once print no card twice', async () => {
    const all = [await aCard(portal, officer), await aCard(portal, officer), await aCard(portal, officer)];
    const [, second] = await Promise.all([
      make(...all),
      portal.get(CardBatches).make(asOfficer(await anOfficer(portal, { role: 'card_clerk' })), all.map(({ cardId }) => cardId).reverse()),
    ]);
    for (const waiting of all) {
      expect(await placesOf(waiting)).toHaveLength(1);
      expect(await portal.em().count(AuditEvent, { subject: waiting.applicant.personId, action: 'card.printed' })).toBe(1);
    }
    expect(second === null || typeof second === 'string').toBe(true);
    expect(await make(...all)).toBeNull();
  });

  it('a card has one place that counts, whatever the code does', async () => {
    const waiting = await aCard(portal, officer);
    const batch = await make(waiting);
    await expect(
      portal.sql(
        `insert into card_batch_place (id, batch_id, card_id, position, card_number) values (gen_random_uuid(), $1, $2, 2, 'P11111111')`,
        [batch, waiting.cardId],
      ),
    ).rejects.toMatchObject({ constraint: 'card_batch_place_once_holds' });
  });

  it('takes no card without an accepted photo, of a suspended file, or of the clerk’s own; and is none when nothing can go', async () => {
    const [returned, suspended, own] = [await aCard(portal, officer), await aCard(portal, officer), await aCard(portal, officer)];
    await portal.sql(`update photo_attempt set state = 'in_review' where person_id = $1`, [returned.applicant.personId]);
    await portal.sql(`update confirmation set suspended_at = now() where person_id = $1`, [suspended.applicant.personId]);
    await portal.sql(
      `insert into officer_relative (id, account_id, case_file_id, relation, declared_at) values (gen_random_uuid(), $1, $2, 'relative', now())`,
      [clerk.accountId, own.applicant.caseId],
    );
    expect(await make(returned, suspended, own)).toBeNull();
    await desk.visit(href('adminCards', 'en'));
    await desk.press('Make a batch of the ticked cards');
    expect([desk.status, desk.text.includes('No card is ticked')]).toEqual([409, true]);
    // a colleague makes a batch of it, and the clerk does not download that
    const colleague = await anOfficer(portal, { role: 'card_clerk' });
    const batch = (await portal.get(CardBatches).make(asOfficer(colleague), [own.cardId])) ?? '';
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    await desk.press('Download the batch (zip)');
    expect(desk.status).toBe(403);
  });
});

it('with CARD_RELEASE=two one person prepares the batch’s cards, and another makes it', async () => {
  const portal = await aPortal({ environment: { CARD_RELEASE: 'two' } });
  try {
    const officer = await anOfficer(portal);
    const [first, second] = [await anOfficer(portal, { role: 'card_clerk' }), await anOfficer(portal, { role: 'card_clerk' })];
    const waiting = await aCard(portal, officer);
    const state = async () => (await portal.em().findOneOrFail(Card, { id: waiting.cardId })).state;
    const [one, other] = [await signIn(portal, first), await signIn(portal, second)];
    await one.visit(href('adminCards', 'en'));
    await one.press('Make a batch of all');
    expect([one.status, await state()]).toEqual([409, 'requested']);
    await one.visit(href('adminCards', 'en'));
    await one.press('Prepare the ticked cards');
    expect([one.status, one.text.includes('No card is ticked')]).toEqual([409, true]);
    await one.visit(href('adminCards', 'en'));
    await one.tick('card', waiting.cardId).press('Prepare the ticked cards');
    await one.press('Make a batch of all');
    expect([one.status, await state()]).toEqual([409, 'requested']);
    await other.visit(href('adminCards', 'en'));
    await other.press('Make a batch of all');
    expect([other.status, await state()]).toEqual([200, 'printed']);
  } finally {
    await portal.close();
  }
});
