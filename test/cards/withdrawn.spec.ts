import { setTimeout } from 'node:timers/promises';
import { RequestContext } from '@mikro-orm/core';
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { Account } from '../../src/accounts/account.entity.js';
import { AccountLockService } from '../../src/accounts/account-lock.service.js';
import { ActsFor } from '../../src/accounts/acts-for.entity.js';
import { OwnPasswordService } from '../../src/accounts/own-password.service.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { CardBatch } from '../../src/cards/batches/card-batch.entity.js';
import { CardBatchPlace } from '../../src/cards/batches/card-batch-place.entity.js';
import { BatchFiles } from '../../src/cards/batches/batch-files.js';
import { CardBatches } from '../../src/cards/batches/card-batches.service.js';
import { BatchMailing } from '../../src/cards/mailed/batch-mailing.js';
import { CardService } from '../../src/cards/card.service.js';
import { Card } from '../../src/cards/card.entity.js';
import { Person } from '../../src/cases/person.entity.js';
import { MINUTE } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Suspensions } from '../../src/confirmation/suspensions.service.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, verifyPresence } from '../support/lanes.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

type Line = Record<string, string | number | boolean>;

/** PORTAL.md 3, 6.18, 6.19: what is held after its batch was made leaves it, and the printing facility hears of it. */
describe('a card that leaves its batch', () => {
  let portal: TestPortal;
  let officer: Someone;
  let clerk: Someone;
  let desk: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    clerk = await anOfficer(portal, { role: 'card_clerk' });
  });
  beforeEach(async () => {
    desk = await signIn(portal, clerk);
  });
  afterAll(() => portal.close());

  async function aPerson({ photo = false } = {}): Promise<Applicant> {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    if (photo) await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
    else await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    return applicant;
  }
  const cardOf = ({ personId }: Applicant) => portal.em().findOneOrFail(Card, { person: personId });
  const make = async (...people: Applicant[]) => {
    const cards = await Promise.all(people.map(cardOf));
    return portal.get(CardBatches).make(
      asOfficer(clerk),
      cards.map(({ id }) => id),
    );
  };
  const asThem = ({ accountId, personId }: Applicant) => ({ kind: 'applicant', accountId, personId, language: 'en' }) as const;
  const stop = {
    'an error on the record is reported': (them: Applicant) =>
      portal.get(RecordErrors).report(asThem(them), them.personId, ['sex'], 'It is another'),
    'the file is suspended': (them: Applicant) => portal.get(Suspensions).suspend(asOfficer(officer), them.personId, 'Suspicion'),
    'an account that acts for the person is reported': (them: Applicant) => portal.get(AccountLockService).report(asThem(them)),
  };
  const goOn = {
    'an error on the record is reported': (them: Applicant) =>
      portal.get(RecordErrors).answer(asOfficer(officer), them.personId, 'It is as in the passport'),
    'the file is suspended': (them: Applicant) => portal.get(Suspensions).resume(asOfficer(officer), them.personId),
    'an account that acts for the person is reported': (them: Applicant) =>
      portal.get(AccountLockService).release(asOfficer(officer), them.accountId, 'video'),
  };
  const CAUSES = Object.keys(stop) as (keyof typeof stop)[];

  const manifestOf = async (batch: string): Promise<Line[]> => {
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    await desk.press('Download the batch (zip)');
    const files = unzipSync(desk.bytes);
    expect(Object.keys(files)).toHaveLength(4 + Object.keys(files).filter((name) => name.startsWith('photos/')).length);
    const csv = parse(Buffer.from(files['manifest.csv'] ?? []), { bom: true, columns: true }) as Line[];
    const json = (JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString()) as { cards: Line[] }).cards;
    expect(csv).toEqual(json.map((line) => Object.fromEntries(Object.entries(line).map(([key, value]) => [key, String(value)]))));
    return json;
  };

  it.each(CAUSES)('before a download, when %s: the manifest has its line, with a reason and nothing of the person', async (cause) => {
    const [kept, held] = [await aPerson({ photo: true }), await aPerson()];
    const batch = (await make(kept, held)) ?? '';
    await stop[cause](held);
    expect(await cardOf(held)).toMatchObject({ state: 'held', printedAt: null, face: null });
    const [first, second] = await manifestOf(batch);
    expect(first).toMatchObject({ status: 'print', withdrawnFor: '', afterDownload: '' });
    expect(second).toMatchObject({
      ...{ status: 'withdrawn', familyName: '', mrz1: '', photo: '', afterDownload: false },
      withdrawnFor: cause.startsWith('an error') ? 'correction' : 'stopped',
      withdrawnAt: portal.clock.now().toISOString(),
    });
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    expect(desk.text).not.toContain('after the batch had been downloaded');
  });

  it.each(CAUSES)('and when it goes on after %s, it stands in another batch under another number', async (cause) => {
    const them = await aPerson();
    const batch = await make(them);
    await stop[cause](them);
    await goOn[cause](them);
    expect((await cardOf(them)).state).toBe('requested');
    const later = await make(them);
    const places = await portal.sql<{ batch_id: string; card_number: string; withdrawn: boolean }>(
      'select batch_id, card_number, withdrawn_at is not null as withdrawn from card_batch_place where card_id = $1 order by withdrawn desc',
      [(await cardOf(them)).id],
    );
    expect(places.map(({ batch_id, withdrawn }) => [batch_id, withdrawn])).toEqual([
      [batch, true],
      [later, false],
    ]);
    expect(new Set(places.map(({ card_number }) => card_number)).size).toBe(2);
  });

  it('goes on only once the last of several causes is gone', async () => {
    const them = await aPerson();
    await make(them);
    for (const cause of CAUSES) await stop[cause](them);
    await goOn['the file is suspended'](them);
    expect((await cardOf(them)).state).toBe('held');
    await goOn['an error on the record is reported'](them);
    expect((await cardOf(them)).state).toBe('held');
    await goOn['an account that acts for the person is reported'](them);
    expect((await cardOf(them)).state).toBe('requested');
  });

  it.each(LANGUAGES)('after a download: the page and the list say so until the withdrawn cards were saved (%s)', async (language) => {
    const words = {
      en: { list: 'Save the list of withdrawn cards (CSV)', late: '1 card was withdrawn after', short: '1 card withdrawn since' },
      fr: { list: 'Enregistrer la liste des cartes retirées (CSV)', late: 'carte a été retirée après', short: 'carte retirée depuis' },
    }[language];
    const [kept, held] = [await aPerson({ photo: true }), await aPerson({ photo: true })];
    const batch = (await make(kept, held)) ?? '';
    expect((await manifestOf(batch)).map(({ status }) => status)).toEqual(['print', 'print']);
    const browser = await signIn(portal, clerk);
    await browser.visit(href('adminCardBatch', language, { batch }));
    expect(browser.buttons()).not.toContain(words.list);
    portal.clock.advance(MINUTE);
    await stop['the file is suspended'](held);
    const page = await signIn(portal, clerk);
    await page.visit(href('adminCards', language));
    expect(page.text).toContain(words.short);
    await page.visit(href('adminCardBatch', language, { batch }));
    expect(page.text).toContain(words.late);
    expect(await faultsOf(page.html)).toEqual([]);
    await page.press(words.list);
    const [line, ...more] = parse(page.bytes, { bom: true, columns: true }) as Line[];
    expect(more).toEqual([]);
    expect(line).toEqual({
      ...{ position: '2', cardNumber: expect.stringMatching(/^P[0-9A-Z]{8}$/), status: 'withdrawn', withdrawnFor: 'stopped' },
      ...{ withdrawnAt: portal.clock.now().toISOString(), afterDownload: 'true' },
    });
    const listed = await portal.em().find(AuditEvent, { subject: batch, action: 'card_batch.withdrawn_listed' });
    expect(listed.map(({ details }) => details)).toEqual([expect.objectContaining({ withdrawn: 1 })]);
    portal.clock.advance(1);
    await page.visit(href('adminCardBatch', language, { batch }));
    expect(page.text).not.toContain(words.late);
  });

  it('a card that waits stays where it is, and goes to no batch while its file or an account is stopped', async () => {
    const [suspended, reported] = [await aPerson(), await aPerson()];
    await stop['the file is suspended'](suspended);
    await stop['an account that acts for the person is reported'](reported);
    expect(await make(suspended, reported)).toBeNull();
    for (const them of [suspended, reported]) {
      const { id, state } = await cardOf(them);
      expect(state).toBe('requested');
      await expect(portal.get(CardService).print(asOfficer(clerk), id)).rejects.toThrow(/card: no "(print|change)"/);
    }
  });

  it('withdrawn while the batch is downloaded, it makes that download none', async () => {
    const [kept, held] = [await aPerson({ photo: true }), await aPerson({ photo: true })];
    const batch = (await make(kept, held)) ?? '';
    const cutOff = RequestContext.create(portal.em(), async () => {
      const { parts } = await portal.get(BatchFiles).open(asOfficer(clerk), batch);
      await parts.next();
      await RequestContext.create(portal.em(), () => stop['the file is suspended'](held));
      for await (const _ of parts);
    });
    await expect(cutOff).rejects.toThrow('a card was withdrawn while its batch was downloaded');
    expect(await portal.em().count(AuditEvent, { subject: batch, action: 'card_batch.downloaded' })).toBe(0);
    expect((await manifestOf(batch)).map(({ status, afterDownload }) => [status, afterDownload])).toEqual([
      ['print', ''],
      ['withdrawn', false],
    ]);
  });

  it('its line stays when its photo was to be looked at again after it went on: nothing takes back what a batch has', async () => {
    const them = await aPerson();
    const batch = (await make(them)) ?? '';
    await stop['an error on the record is reported'](them);
    await goOn['an error on the record is reported'](them);
    const { photo } = await portal.em().findOneOrFail(Confirmation, { person: them.personId });
    const supervisor = await anOfficer(portal, { role: 'supervisor' });
    await expect(portal.get(PhotoUndoService).reopen(asOfficer(supervisor), photo?.id ?? '')).rejects.toThrow('wasPrinted');
    expect((await manifestOf(batch)).map(({ status, withdrawnFor }) => [status, withdrawnFor])).toEqual([['withdrawn', 'correction']]);
    await expect(portal.sql('delete from card where person_id = $1', [them.personId])).rejects.toThrow(
      'a card that went to print is final',
    );
  });

  it('a withdrawal that waited while a file was saved is told, and once', async () => {
    const [kept, held] = [await aPerson({ photo: true }), await aPerson({ photo: true })];
    const batch = (await make(kept, held)) ?? '';
    await manifestOf(batch);
    const untold = async () =>
      (await portal.em().findOneOrFail(CardBatch, { id: batch })).untold(await portal.em().find(CardBatchPlace, { batch }));
    // at the very moment of the file, which does not have it
    await stop['the file is suspended'](held);
    expect(await untold()).toBe(1);
    await RequestContext.create(portal.em(), () => portal.get(BatchFiles).withdrawn(asOfficer(clerk), batch));
    expect(await untold()).toBe(0);
    await stop['the file is suspended'](kept);
    expect(await untold()).toBe(1);
  });

  it('held for the account of somebody who acted for the person, it goes on once they act alone', async () => {
    const [them, principal] = [await aPerson(), await anApplicant(portal, { stage: 'active' })];
    const em = portal.em();
    const [account, person] = [em.getReference(Account, principal.accountId), em.getReference(Person, them.personId)];
    em.create(ActsFor, { account, person, relation: 'parent', since: portal.clock.now() });
    await em.flush();
    const batch = await make(them);
    await stop['an account that acts for the person is reported'](principal);
    expect((await cardOf(them)).state).toBe('held');
    const opened = () => portal.get(OwnPasswordService).replace(them.accountId, 'four quiet lanterns at noon', () => undefined);
    await RequestContext.create(portal.em(), opened);
    expect((await cardOf(them)).state).toBe('requested');
    expect(await make(them)).not.toBe(batch);
  });

  it('two accounts reported at once, each for two people in the same two batches, wait for each other and do not fail', async () => {
    const people = [await aPerson(), await aPerson(), await aPerson(), await aPerson()];
    const files = await portal.em().find(Confirmation, { person: people.map(({ personId }) => personId) }, { orderBy: { id: 'asc' } });
    const [a1, a2, b1, b2] = files.map(({ person }) => people.find(({ personId }) => personId === person.id)) as [
      Applicant,
      Applicant,
      Applicant,
      Applicant,
    ];
    const em = portal.em();
    for (const [one, child] of [
      [a1, a2],
      [b1, b2],
    ] as const) {
      const [account, person] = [em.getReference(Account, one.accountId), em.getReference(Person, child.personId)];
      em.create(ActsFor, { account, person, relation: 'parent', since: portal.clock.now() });
    }
    await em.flush();
    // in the order of their files the one account meets the older batch first, the other the younger one
    const batches = [await make(a1, b2), await make(a2, b1)];
    const [, younger] = batches.map(String).sort();
    const [first, second] = younger === batches[1] ? [b1, a1] : [a1, b1];
    const locks = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    const waiting = async (many: number): Promise<void> => {
      for (let tries = 0; tries < 500 && (await portal.sql(locks)).length < many; tries++) await setTimeout(10);
    };
    const reports: Promise<void>[] = [];
    const holder = portal.em();
    await holder.begin();
    await holder.execute('select 1 from card_batch where id = ? for update', [younger]);
    for (const them of [first, second]) {
      reports.push(RequestContext.create(portal.em(), () => stop['an account that acts for the person is reported'](them)));
      await waiting(reports.length);
    }
    await holder.commit();
    await Promise.all(reports);
    for (const them of people) expect((await cardOf(them)).state).toBe('held');
  });

  it('whose account is reported keeps the others of its batch out of the post no longer', async () => {
    const [kept, reported] = [await aPerson(), await aPerson()];
    const batch = (await make(kept, reported)) ?? '';
    // as it stood in an older release, where a report held no card
    await portal.sql("update account set state = 'suspended', suspended_at = now(), suspended_reason = 'not_me' where id = $1", [
      reported.accountId,
    ]);
    const chosen = new Map([
      [(await cardOf(kept)).id, null],
      [(await cardOf(reported)).id, null],
    ]);
    await RequestContext.create(portal.em(), () => portal.get(BatchMailing).mail(asOfficer(clerk), batch, chosen));
    expect([(await cardOf(kept)).state, (await cardOf(reported)).state]).toEqual(['mailed', 'printed']);
  });

  it('a batch without withdrawn cards has no list of them', async () => {
    const batch = (await make(await aPerson())) ?? '';
    await desk.visit(href('adminCardBatch', 'en', { batch }));
    await desk.forge(href('adminCardBatchWithdrawn', 'en', { batch }));
    expect(desk.status).toBe(404);
  });
});
