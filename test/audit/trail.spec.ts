import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { hashOfEvent } from '../../src/audit/audit-hash.js';
import type { AuditAction } from '../../src/audit/audit-actions.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { AuditSeals } from '../../src/audit/audit-seals.service.js';
import { trail } from '../../src/audit/trail-rows.js';
import { DAY, MINUTE } from '../../src/clock.js';
import { TimedJobs } from '../../src/jobs/timed-jobs.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { asOwner, verifyTrail } from '../support/trail.js';

let portal: TestPortal;
let owner: pg.Client;
beforeAll(async () => {
  portal = await aPortal();
  owner = await asOwner(portal);
});
afterAll(async () => {
  await owner.end();
  await portal.close();
});

/** Events of one case, each in a transaction of its own. */
async function events(caseFile: string, count: number, action: AuditAction = 'case.created'): Promise<void> {
  for (let n = 0; n < count; n++) await record([caseFile], action);
}

/** One transaction that records an event in each of these cases, in this order. */
async function record(cases: readonly string[], action: AuditAction = 'case.created'): Promise<void> {
  const audit = portal.get(AuditLog);
  await portal.em().transactional(async (em) => {
    for (const one of cases) {
      audit.record(em, null, action, randomUUID(), portal.clock.now(), { quote: 'é"\\', n: 1, none: null }, one);
      await em.flush();
    }
  });
}

const clean = async () => (await verifyTrail(portal, owner)).findings;

describe('the trail of what happened', () => {
  it('is a chain a case, and a chain an account where there is no case', async () => {
    const [applicant, officer] = [await anApplicant(portal), await anOfficer(portal)];
    await signIn(portal, applicant);
    await signIn(portal, officer);
    await signIn(portal, officer);
    const rows = await portal.sql<{ chain: string; position: string }>(
      `select chain, position from audit_event where actor_account in ($1, $2) or subject in ($1, $2) order by chain, position`,
      [applicant.accountId, officer.accountId],
    );
    expect(new Set(rows.map(({ chain }) => chain))).toEqual(new Set([applicant.caseId, officer.accountId]));
    const positions = rows.filter(({ chain }) => chain === officer.accountId).map(({ position }) => Number(position));
    expect(positions.length).toBeGreaterThanOrEqual(2);
    expect(positions).toEqual(positions.map((_, index) => index + 1));
    expect(await clean()).toEqual([]);
  });

  it('is hashed in the database as its description says, whatever a row holds', async () => {
    await record([randomUUID()]);
    let checked = 0;
    const previous = new Map<string, string>();
    for await (const row of trail(owner)) {
      if (row.type !== 'event') continue;
      expect(row.hash).toBe(hashOfEvent(previous.get(row.chain) ?? '00'.repeat(32), row));
      previous.set(row.chain, row.hash);
      checked++;
    }
    expect(checked).toBeGreaterThan(3);
  });

  it('keeps its order when 50 things happen to a case at once', async () => {
    const caseFile = randomUUID();
    await Promise.all(Array.from({ length: 50 }, () => record([caseFile])));
    const rows = await portal.sql<{ position: string }>('select position from audit_event where chain = $1 order by position', [caseFile]);
    expect(rows.map(({ position }) => Number(position))).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(await clean()).toEqual([]);
  });

  it('lets transactions write to the same chains in any order, without waiting in a circle', async () => {
    const cases = [randomUUID(), randomUUID(), randomUUID()];
    const turned = (by: number) => [...cases.slice(by), ...cases.slice(0, by)];
    await Promise.all(Array.from({ length: 30 }, (_, n) => record(n % 2 ? turned(n % 3) : turned(n % 3).reverse())));
    const rows = await portal.sql<{ count: string }>('select count(*) from audit_event where chain = any($1) group by chain', [cases]);
    expect(rows.map(({ count }) => Number(count))).toEqual([30, 30, 30]);
    expect(await clean()).toEqual([]);
  });

  it('has nothing of a change that was rolled back', async () => {
    const caseFile = randomUUID();
    await events(caseFile, 1);
    const client = new pg.Client({ connectionString: portal.database.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query(
      `insert into audit_event (id, at, actor_kind, action, subject, case_file, details) values (uuidv7(), now(), 'system', 'test.undone', $1, $1, '{}')`,
      [caseFile],
    );
    await client.query('rollback');
    await client.end();
    await events(caseFile, 1);
    expect(await portal.sql('select action from audit_event where chain = $1', [caseFile])).toHaveLength(2);
    expect(await clean()).toEqual([]);
  });

  it('does not take a place or a hash that the application names', async () => {
    const caseFile = randomUUID();
    await events(caseFile, 2);
    await portal.sql(
      `insert into audit_event (id, at, actor_kind, action, subject, case_file, details, chain, position, hash)
       values (uuidv7(), now(), 'system', 'test.forged', $1, $1, '{}', uuidv7(), 1, '\\x00')`,
      [caseFile],
    );
    const rows = await portal.sql<{ action: string; position: string }>(
      'select action, position from audit_event where chain = $1 order by position',
      [caseFile],
    );
    expect(rows[2]).toEqual({ action: 'test.forged', position: '3' });
    expect(await clean()).toEqual([]);
  });

  it.each([
    'update audit_event set action = action',
    'delete from audit_event',
    'truncate audit_event',
    'alter table audit_event disable trigger all',
    "set session_replication_role = 'replica'",
    'update audit_chain set length = 0',
    'delete from audit_chain',
    "insert into audit_chain values (uuidv7(), 1, '\\x00')",
    'truncate audit_chain',
    'update audit_seal set day = day',
    'delete from audit_seal',
    'truncate audit_seal cascade',
    'delete from audit_sealed_head',
    "insert into audit_sealed_head values (uuidv7(), 1, 1, '\\x00')",
    "insert into audit_purged values (uuidv7(), 1, '\\x00', 'mine', now())",
    'delete from audit_purged',
    "select setval('audit_order', 1)",
  ])('the application’s role may not: %s', async (sql) => {
    await expect(portal.sql(sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a day’s seal', () => {
  it('is made once a day by the timed job, follows on the one before, and is told when it is missing', async () => {
    await events(randomUUID(), 3);
    portal.clock.advance(DAY);
    await portal.get(TimedJobs).runDue();
    portal.clock.advance(61 * MINUTE);
    await portal.get(TimedJobs).runDue();
    expect(await portal.sql('select number, day::text from audit_seal')).toHaveLength(1);
    await events(randomUUID(), 2);
    portal.clock.advance(DAY);
    await portal.get(TimedJobs).runDue();
    const report = await verifyTrail(portal, owner);
    expect([report.findings, report.counts.seals, report.unsealed]).toEqual([[], 2, 0]);
    portal.clock.advance(3 * DAY);
    expect(await clean()).toEqual([{ fault: 'sealMissing', seal: 3 }]);
    await portal.get(AuditSeals).seal(portal.clock.now());
    expect(await clean()).toEqual([]);
  });

  it('covers only the heads that moved', async () => {
    const caseFile = randomUUID();
    await events(caseFile, 1);
    portal.clock.advance(DAY);
    const seal = await portal.get(AuditSeals).seal(portal.clock.now());
    expect(seal?.heads).toBe(1);
  });

  it('does not stay without its signature', async () => {
    await events(randomUUID(), 1);
    await expect(portal.sql('select audit_seal_heads()')).rejects.toMatchObject({ constraint: 'audit_sealed_head_seal_foreign' });
  });
});

describe('a chain whose time is over', () => {
  const yearsLater = async (): Promise<void> => {
    portal.clock.advance(731 * DAY);
    await portal.get(AuditSeals).seal(portal.clock.now());
  };

  it('is removed whole; where it ended and why stays, and what comes later goes on from there', async () => {
    const caseFile = randomUUID();
    await events(caseFile, 4);
    portal.clock.advance(DAY);
    await portal.get(AuditSeals).seal(portal.clock.now());
    await events(caseFile, 1);
    await yearsLater();
    const { rows: removed } = await owner.query('select audit_purge($1, $2, $3)', [caseFile, 'retention.case', portal.clock.now()]);
    expect(removed).toEqual([{ audit_purge: '5' }]);
    await record([caseFile], 'case.purged');
    expect(await portal.sql('select action, position from audit_event where chain = $1', [caseFile])).toEqual([
      { action: 'case.purged', position: '6' },
    ]);
    expect(await clean()).toEqual([]);
    portal.clock.advance(DAY);
    await portal.get(AuditSeals).seal(portal.clock.now());
    expect(await clean()).toEqual([]);
    // again, this time with nothing left; and the record of it can't be changed once it is sealed
    await yearsLater();
    await owner.query('select audit_purge($1, $2, $3)', [caseFile, 'retention.case', portal.clock.now()]);
    portal.clock.advance(DAY);
    await portal.get(AuditSeals).seal(portal.clock.now());
    expect(await clean()).toEqual([]);
    await owner.query('begin');
    await owner.query('delete from audit_purged where chain = $1', [caseFile]);
    expect(await clean()).toContainEqual(expect.objectContaining({ fault: 'gone', chain: caseFile }));
    await owner.query('rollback');
    await owner.query('begin');
    await owner.query(`update audit_purged set reason = 'other' where chain = $1`, [caseFile]);
    expect(await clean()).toContainEqual(expect.objectContaining({ fault: 'purgeChanged', chain: caseFile }));
    await owner.query('rollback');
  });

  it('is not removed while its record exists, nor without a reason', async () => {
    const applicant = await anApplicant(portal);
    await events(applicant.caseId, 1);
    const purge = (chain: string, why: string) => owner.query('select audit_purge($1, $2, now())', [chain, why]);
    await expect(purge(applicant.caseId, 'mine')).rejects.toMatchObject({ code: '23001' });
    await expect(purge(applicant.accountId, 'mine')).rejects.toMatchObject({ code: '23001' });
    await expect(purge(randomUUID(), '')).rejects.toMatchObject({ code: '23502' });
  });

  it('is not removed by the application, whose record may be gone: only with its case, by purge_case', async () => {
    const caseFile = randomUUID();
    await events(caseFile, 1);
    await expect(portal.sql('select audit_purge($1, $2, now())', [caseFile, 'mine'])).rejects.toMatchObject({ code: '42501' });
    expect(await portal.sql('select 1 from audit_event where chain = $1', [caseFile])).toHaveLength(1);
  });
});
