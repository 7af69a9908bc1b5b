import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaseService } from '../../src/cases/case.service.js';
import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { MissingCards } from '../../src/cards/mailed/missing-cards.service.js';
import { after as later, DAY, SECOND } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { RETENTION_YEARS } from '../../src/confirmation/confirmation.rules.js';
import { InvitationService } from '../../src/invitations/invitation.service.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { photoFolder } from '../../src/photos/store/folder-home.js';
import { Vault } from '../../src/privacy/vault.js';
import { LegalHolds } from '../../src/retention/legal-holds.service.js';
import { ROW_CLASSES, STRAY_FILE_KEEP } from '../../src/retention/retention.rules.js';
import { Retention, type RetentionLine } from '../../src/retention/retention.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { everyRow } from '../support/every-row.js';
import { acceptPhoto, asOfficer, confirmResidence, verifyPresence } from '../support/lanes.js';
import { anAccount, type Applicant, anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { asOwner, verifyTrail } from '../support/trail.js';

/** TRUST.md 22. The stories happen years ago: the database lets nothing go ahead of time by its own clock. */
const LONG_AGO = '2012-03-01T15:00:00.000Z';
const CASES = 'closed cases, with everything of theirs';

const rowsOf = (lines: readonly RetentionLine[], name: string): number | undefined => lines.find((line) => line.name === name)?.rows;

describe('a closed case', () => {
  let portal: TestPortal;
  let [officer, supervisor]: Someone[] = [];
  let [mailed, held, open]: Applicant[] = [];
  let neverAnswered: string;
  /** When the two years of the mailed case are over. */
  let end: Date;

  beforeAll(async () => {
    portal = await aPortal({ clock: new TestClock(LONG_AGO) });
    officer = await anOfficer(portal);
    supervisor = await anOfficer(portal, { role: 'supervisor' });
    [mailed, held, open] = [await aMailedCard(), await aMailedCard(), await anApplicant(portal, { stage: 'addressed' })];
    await portal.get(LegalHolds).begin(asOfficer(supervisor), held.caseId, 'Federal Court file IMM-1-12');
    neverAnswered = await anInvitationNobodyAnswers();
    end = await endOf(mailed.caseId);
  });
  afterAll(() => portal.close());

  const aMailedCard = async (): Promise<Applicant> => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
    await acceptPhoto(portal, officer!, applicant.personId);
    await verifyPresence(portal, officer!, applicant.personId);
    await confirmResidence(portal, officer!, applicant.personId);
    const { card } = await portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
    await portal.get(CardService).print(asOfficer(officer!), card!.id);
    await portal.get(CardMailing).mail(asOfficer(officer!), card!.id, null);
    await neverCame(applicant, card!.id);
    return applicant;
  };
  /** It is declared missing, and another one is mailed in its place. */
  const neverCame = async (applicant: Applicant, cardId: string): Promise<void> => {
    portal.clock.advance(45 * DAY);
    const { accountId, personId, name } = applicant;
    await portal.get(MissingCards).report({ kind: 'applicant', accountId, personId, language: 'en' }, personId, name, 'en');
    await portal.get(MissingCards).replace(asOfficer(officer!), cardId);
    const { card } = await portal.em().findOneOrFail(Confirmation, { person: personId });
    await portal.get(CardService).print(asOfficer(officer!), card!.id);
    await portal.get(CardMailing).mail(asOfficer(officer!), card!.id, 'RN123456789CA');
  };
  const anInvitationNobodyAnswers = async (): Promise<string> => {
    const made = await portal.get(CaseService).create(asOfficer(officer!), {
      applicationNumber: 'E777000111',
      contactAddress: 'case-help@office.example',
      language: 'fr',
      appliedOn: '2025-11-03',
      email: 'nobody-answers@mail.example',
      facts: { ...mailed!.facts, uci: '7777000111' },
    });
    if ('refused' in made) throw new Error('no case was made');
    await portal.get(InvitationService).send(asOfficer(officer!), made.caseFileId, 1);
    return made.caseFileId;
  };
  const endOf = async (caseId: string): Promise<Date> => {
    const [row] = await portal.sql<{ end: string }>(
      `select to_char((case_last_use($1) at time zone 'UTC') + interval '${RETENTION_YEARS} years', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as end`,
      [caseId],
    );
    return new Date(row!.end);
  };
  const cases = async (): Promise<string[]> => (await portal.sql<{ id: string }>('select id from case_file')).map(({ id }) => id);
  const fileOf = async ({ personId }: Applicant): Promise<string> => {
    const [row] = await portal.sql<{ key: string }>('select store_key as key from photo_attempt where person_id = $1', [personId]);
    return join(photoFolder(portal), row!.key.slice(0, 2), row!.key.slice(2, 4), row!.key);
  };
  /** Tables with a row in which one of these ids stands. */
  const tablesWith = async (ids: readonly string[]): Promise<string[]> => {
    const tables = await portal.sql<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await portal.sql<{ there: boolean }>(`select exists(select from "${name}" t where t::text ~ $1) as there`, [
        ids.join('|'),
      ]);
      if (row?.there) found.push(name);
    }
    return found;
  };

  it('stays to the last second of two years after its last use', async () => {
    portal.clock.moveTo(later(end, -SECOND));
    expect(end.getTime() - Date.parse(LONG_AGO)).toBeGreaterThanOrEqual(730 * DAY);
    expect(rowsOf(await portal.get(Retention).plan(portal.clock.now()), CASES)).toBe(0);
    await portal.get(Retention).apply(portal.clock.now());
    expect((await cases()).sort()).toEqual([mailed!.caseId, held!.caseId, open!.caseId, neverAnswered].sort());
  });

  it('is not purged by the database sooner, held or open, whoever asks', async () => {
    const purge = (id: string, at: Date) => portal.sql('select purge_case($1, $2)', [id, at]);
    await expect(purge(mailed!.caseId, later(end, -SECOND))).rejects.toThrow('the case is kept');
    await expect(purge(held!.caseId, later(end, 300 * DAY))).rejects.toThrow('the case is kept');
    await expect(purge(open!.caseId, later(end, 300 * DAY))).rejects.toThrow('the case is kept');
    await expect(purge(mailed!.caseId, later(new Date(), DAY))).rejects.toThrow('ahead of time');
    for (const table of ['photo_submission', 'presence_declaration', 'photo_attempt'])
      await expect(portal.sql(`delete from ${table}`)).rejects.toThrow('is final');
  });

  it('goes then with its rows, files, look-ups and trail, and nothing else does', async () => {
    const files = { gone: await fileOf(mailed!), kept: [await fileOf(held!)] };
    const ids = [mailed!.personId, mailed!.accountId];
    expect((await tablesWith(ids)).length).toBeGreaterThan(8);
    portal.clock.moveTo(end);
    const plan = await portal.get(Retention).plan(end);
    expect(plan.find(({ name }) => name === CASES)).toMatchObject({ rows: 1, files: 1 });
    expect((await portal.get(Retention).apply(end)).find(({ name }) => name === CASES)).toMatchObject({ rows: 1, files: 1 });
    expect((await cases()).sort()).toEqual([held!.caseId, open!.caseId, neverAnswered].sort());
    expect((await tablesWith(ids)).filter((table) => !table.startsWith('audit_'))).toEqual([]);
    const trail = await portal.sql<{ action: string }>('select action from audit_event where case_file = $1', [mailed!.caseId]);
    expect(trail.map(({ action }) => action)).toEqual(['case.purged']);
    expect([existsSync(files.gone), ...files.kept.map((file) => existsSync(file))]).toEqual([false, true]);
  });

  it('that nobody ever answered goes as well, and one that waits for somebody stays, however quiet', async () => {
    portal.clock.moveTo(await endOf(neverAnswered));
    await portal.get(Retention).apply(portal.clock.now());
    expect((await cases()).sort()).toEqual([held!.caseId, open!.caseId].sort());
    expect(await portal.get(Retention).quietCases(portal.clock.now())).toBe(1);
  });

  it('under a legal hold stays until a supervisor ends it; then its time counts from that act', async () => {
    portal.clock.advance(700 * DAY);
    await portal.get(LegalHolds).end(asOfficer(supervisor!), held!.caseId);
    const over = await endOf(held!.caseId);
    await portal.get(Retention).apply(portal.clock.now());
    expect(await cases()).toContain(held!.caseId);
    await portal.get(Retention).apply(over);
    expect(await cases()).toEqual([open!.caseId]);
  });

  it('is looked for once a day by the portal itself, and a second run changes nothing', async () => {
    portal.clock.advance(3 * 365 * DAY);
    expect(await portal.get(TimedJobs).runDue()).toContainEqual({ name: 'retention', outcome: 'done' });
    const before = await everyRow(portal);
    const lines = await portal.get(Retention).apply(portal.clock.now());
    expect(lines.filter(({ rows, files }) => rows + files > 0)).toEqual([]);
    expect(await everyRow(portal)).toEqual(before);
  });

  it('leaves a trail that is whole: each chain that went has its last head kept (TRUST.md 20)', async () => {
    const owner = await asOwner(portal);
    const { findings, counts } = await verifyTrail(portal, owner).finally(() => owner.end());
    expect(findings).toEqual([]);
    expect(counts.purged).toBeGreaterThanOrEqual(3);
  });
});

describe('what goes by the clock', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
    const now = portal.clock.now();
    const officer = await anOfficer(portal);
    const applicant = await anApplicant(portal);
    await signIn(portal, applicant);
    const replied = await anApplicant(portal, { stage: 'replied' });
    await portal.sql(`update reply set email_token_hash = '\\x01' where person_id = $1`, [replied.personId]);
    const by = [applicant.accountId, now];
    await portal.sql(
      `insert into password_reset (id, account_id, token_hash, created_at, ends_at) values (gen_random_uuid(), $1, '\\x01', $2, $2)`,
      by,
    );
    await portal.sql(
      `insert into sign_in_link (id, account_id, token_hash, created_at, ends_at) values (gen_random_uuid(), $1, '\\x02', $2, $2)`,
      by,
    );
    await portal.sql(`insert into wrong_try (key, wrong, window_ends_at, forgotten_at) values ('somebody', 1, $1, $1)`, [now]);
    await portal.sql(
      `insert into email_change (id, account_id, email, email_index, token_hash, asked_at, ends_at)
       values (gen_random_uuid(), $1, $3, '\\x03', '\\x03', $2, $2)`,
      [...by, portal.get(Vault).seal('"new@mail.example"', 'email_change.email')],
    );
    await portal.sql(
      'insert into password_request (id, account_id, asked_at, closed_at, closed_by) values (gen_random_uuid(), $1, $2, $2, gen_random_uuid())',
      by,
    );
    const content = portal.get(Vault).seal('{}', 'kept_form.content');
    await portal.sql(
      `insert into kept_form (id, account_id, page_hash, content, kept_at, ends_at) values (gen_random_uuid(), $1, '\\x01', $3, $2, $2)`,
      [...by, content],
    );
    await portal.sql(
      `insert into known_device (account_id, device_hash, first_seen_at, last_seen_at) values ($1, '\\x01', $2, $2) on conflict do nothing`,
      by,
    );
    const device = portal.get(Vault).seal('"A browser"', 'sign_in_event.device');
    await portal.sql(`insert into sign_in_event (id, account_id, at, outcome, device) values (gen_random_uuid(), $1, $2, 'refused', $3)`, [
      ...by,
      device,
    ]);
    await aRepresentativeOf(portal, applicant);
    const of = [applicant.personId, now];
    await portal.sql(
      `insert into photographer_link (id, person_id, token_hash, made_at, ends_at) values (gen_random_uuid(), $1, '\\x04', $2, $2)`,
      of,
    );
    const draft = 'select gen_random_uuid(), id, $1, $2::timestamptz, ';
    const consent = 'from representation where case_file_id = (select case_file_id from person where id = $1)';
    await portal.sql(
      `insert into address_draft (id, representation_id, person_id, prepared_at, piece) ${draft} 'mailingAddress' ${consent}`,
      of,
    );
    await portal.sql(
      `insert into photo_draft (id, representation_id, person_id, prepared_at, store_key, file_name) ${draft} 'x', '\\x00' ${consent}`,
      of,
    );
    await portal.sql(
      `insert into invitation_link (id, invitation_id, token_hash, made_at)
       select gen_random_uuid(), id, '\\x05', $2 from invitation where case_file_id = $1`,
      [applicant.caseId, now],
    );
    const table = portal.get(Vault).seal('"cases.csv"', 'case_import.file_name');
    // one was read, one stopped for good, one was cut off
    for (const [hash, arrived, finished, stopped] of [
      [Buffer.of(6), now, now, null] as const,
      [Buffer.of(8), now, null, now] as const,
      [] as const,
    ])
      await portal.sql(
        `insert into case_import (id, file_name, file_hash, begun_at, begun_by, arrived_at, finished_at, stopped_at)
         values (gen_random_uuid(), $1, $2, $3, gen_random_uuid(), $4, $5, $6)`,
        [table, hash, now, arrived, finished, stopped].map((value) => value ?? null),
      );
    const gone = await anAccount(portal, { kind: 'representative', name: 'Perrin Aldous', language: 'en' });
    await portal.sql(
      `update account set state = 'suspended', suspended_at = $2, suspended_reason = 'unused', emptied_at = $2, password_hash = null where id = $1`,
      [gone.accountId, now],
    );
    await portal.sql(`insert into bounce_read (message_hash, read_at) values ('\\x07', $1)`, [now]);
    await portal.sql(`insert into card_batch (id, number, made_at, made_by) values (gen_random_uuid(), 'LOT-26-2222-3333', $1, $2)`, [
      now,
      officer.accountId,
    ]);
    const em = portal.em();
    for (const last of [{ sentAt: now }, { withdrawnAt: now }, { failedAt: now, recipient: 'given-up@mail.example', payload: { a: 'b' } }])
      em.create(OutboxMessage, { template: 'password-changed', language: 'en', createdAt: now, ...last });
    await em.flush();
  });
  afterAll(() => portal.close());

  it.each(ROW_CLASSES.map((one) => [one.name, one] as const))('%s: to the second', async (name, { table, since, keep, only }) => {
    const moment = since.includes('(') ? since : `r."${since}"`;
    const [row] = await portal.sql<{ first: string }>(
      `select to_char(min(${moment}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as first from "${table}" r where ${only ? `(${only})` : 'true'}`,
    );
    const due = later(new Date(row!.first), keep);
    const [before, then] = [await portal.get(Retention).plan(later(due, -1)), await portal.get(Retention).plan(due)];
    expect([rowsOf(before, name), Number(rowsOf(then, name)) > 0]).toEqual([0, true]);
  });

  it('goes, and what must stay stays: mails that wait, requests nobody answered, cases, accounts', async () => {
    const kept = ['acts_for', 'audit_event', 'case_file', 'confirmation', 'person', 'search_word'];
    const before = await everyRow(portal);
    const accounts = await portal.sql('select id, email, password_hash from account order by id');
    const muchLater = later(portal.clock.now(), 800 * DAY);
    await portal.get(Retention).apply(muchLater);
    const then = await everyRow(portal);
    expect(kept.map((table) => then[table])).toEqual(kept.map((table) => before[table]));
    expect(await portal.sql('select id, email, password_hash from account order by id')).toEqual(accounts);
    const lines = await portal.get(Retention).plan(muchLater);
    expect(lines.filter(({ rows, files }) => rows + files > 0)).toEqual([]);
    for (const table of [
      'session',
      'kept_form',
      'password_reset',
      'password_request',
      'known_device',
      'sign_in_event',
      'outbox_message',
      'case_import',
    ])
      expect([table, (await portal.sql(`select from "${table}"`)).length]).toEqual([table, 0]);
    const tokens = await portal.sql('select from invitation where token_hash is not null');
    expect(tokens).toHaveLength(0);
  });

  it('photo files that no record names go a day after they were written, and no other file', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).uploaded();
    const [row] = await portal.sql<{ key: string }>('select store_key as key from photo_attempt where person_id = $1', [
      applicant.personId,
    ]);
    const folder = join(photoFolder(portal), row!.key.slice(0, 2), row!.key.slice(2, 4));
    const [named, stray, half] = [join(folder, row!.key), join(folder, crypto.randomUUID()), join(folder, `${row!.key}.new`)];
    for (const path of [stray, half]) writeFileSync(path, 'left behind');
    const now = portal.clock.now();
    const age = (by: number): void => {
      for (const path of [named, stray, half]) utimesSync(path, later(now, -by), later(now, -by));
    };
    age(STRAY_FILE_KEEP - SECOND);
    await portal.get(Retention).apply(now);
    expect([named, stray, half].map((path) => existsSync(path))).toEqual([true, true, true]);
    age(STRAY_FILE_KEEP);
    expect((await portal.get(Retention).plan(now)).at(-1)).toMatchObject({ files: 2 });
    await portal.get(Retention).apply(now);
    expect([named, stray, half].map((path) => existsSync(path))).toEqual([true, false, false]);
  });
});
