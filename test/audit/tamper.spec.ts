import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { signed } from '../../src/audit/audit-seal.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { AuditSeals } from '../../src/audit/audit-seals.service.js';
import type { TrailFinding } from '../../src/audit/trail-verifier.js';
import { after as later, DAY } from '../../src/clock.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant } from '../support/people.js';
import { asOwner, verifyTrail } from '../support/trail.js';

/** TRUST.md 20. Who owns the database may change all that is in it, and is found out: each change is tried, judged, and rolled back. */
let portal: TestPortal;
let owner: pg.Client;
const [SEALED, OPEN, OTHER] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  portal = await aPortal();
  owner = await asOwner(portal);
  await events(SEALED, 5);
  await events(OTHER, 2);
  await portal.get(AuditSeals).seal(portal.clock.now());
  await events(SEALED, 2);
  await events(OPEN, 3);
  portal.clock.advance(DAY);
  await events(OTHER, 1);
  await portal.get(AuditSeals).seal(portal.clock.now());
  await events(OPEN, 3); // after the last seal
});
afterAll(async () => {
  await owner.end();
  await portal.close();
});

async function events(caseFile: string, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    await portal.em().transactional(async (em) => {
      portal.get(AuditLog).record(em, null, 'case.created', randomUUID(), portal.clock.now(), { n }, caseFile);
    });
  }
}

/** What is found after these statements of the owner's. */
async function foundAfter(...statements: readonly string[]): Promise<readonly TrailFinding[]> {
  await owner.query('begin');
  try {
    for (const statement of statements) await owner.query(statement);
    return (await verifyTrail(portal, owner)).findings;
  } finally {
    await owner.query('rollback');
  }
}

/** What a patient forger does: the hashes of a chain made anew from a position on, and its head as well. */
const rehashed = (chain: string): string => `do $$
  declare e audit_event; h bytea := decode(repeat('00', 32), 'hex'); n bigint := 0;
  begin
    update audit_event set position = position + 1000 where chain = '${chain}';
    for e in select * from audit_event where chain = '${chain}' order by position loop
      n := n + 1;
      update audit_event set position = n where id = e.id;
      e.position := n;
      h := audit_hash(h, e);
      update audit_event set hash = h where id = e.id;
    end loop;
    update audit_chain set length = n, head = h where chain = '${chain}';
  end $$`;

const faults = (findings: readonly TrailFinding[]): string[] => findings.map(({ fault }) => fault);

it('an untouched trail holds', async () => {
  expect(await foundAfter()).toEqual([]);
});

describe('without making hashes anew', () => {
  it.each<[string, string, string]>([
    ['a changed action', `update audit_event set action = 'test.other' where chain = '${SEALED}' and position = 2`, 'changed'],
    ['a changed time', `update audit_event set at = at + interval '1 ms' where chain = '${OPEN}' and position = 5`, 'changed'],
    ['a changed actor', `update audit_event set actor_account = uuidv7() where chain = '${OPEN}' and position = 1`, 'changed'],
    ['changed details', `update audit_event set details = '{"n": 7}' where chain = '${OPEN}' and position = 1`, 'changed'],
    ['another subject', `update audit_event set subject = uuidv7() where chain = '${OPEN}' and position = 1`, 'changed'],
    ['another case', `update audit_event set case_file = null where chain = '${OPEN}' and position = 1`, 'changed'],
    ['a row removed from the middle', `delete from audit_event where chain = '${OPEN}' and position = 2`, 'missing'],
    ['the first row removed', `delete from audit_event where chain = '${OPEN}' and position = 1`, 'missing'],
    ['the last row removed', `delete from audit_event where chain = '${OPEN}' and position = 6`, 'headForged'],
    ['a whole chain removed', `delete from audit_event where chain = '${OPEN}'`, 'gone'],
    ['a forged head', `update audit_chain set head = '\\x00' where chain = '${OPEN}'`, 'headForged'],
    ['a longer head', `update audit_chain set length = length + 1 where chain = '${OPEN}'`, 'headForged'],
    ['a removed head', `delete from audit_chain where chain = '${OPEN}'`, 'headMissing'],
    ['a changed root', `update audit_seal set root = '\\x00' where number = 1`, 'sealBroken'],
    ['another day on a seal', `update audit_seal set day = day - 7 where number = 2`, 'sealBroken'],
    ['a sealed head changed', `update audit_sealed_head set length = 4 where chain = '${SEALED}' and seal = 1`, 'sealedHeads'],
    ['a sealed head removed', `delete from audit_sealed_head where chain = '${SEALED}' and seal = 1`, 'sealedHeads'],
    [
      'a seal removed, its heads left',
      `alter table audit_sealed_head drop constraint audit_sealed_head_seal_foreign; delete from audit_seal where number = 2`,
      'sealGone',
    ],
    [
      'the first seal removed with its heads',
      'delete from audit_sealed_head where seal = 1; delete from audit_seal where number = 1',
      'sealGone',
    ],
  ])('%s is found', async (_, statement, fault) => {
    expect(faults(await foundAfter(statement))).toContain(fault);
  });

  it('two rows in each other’s place are found, both', async () => {
    const swap = `update audit_event set position = case position when 1 then -2 else -1 end where chain = '${OPEN}' and position in (1, 2);
                  update audit_event set position = -position where chain = '${OPEN}' and position < 0`;
    const findings = await foundAfter(swap);
    expect(findings).toEqual([
      { fault: 'changed', chain: OPEN, position: 1 },
      { fault: 'changed', chain: OPEN, position: 2 },
      { fault: 'changed', chain: OPEN, position: 3 },
    ]);
  });

  it('a row put in past the trigger is found', async () => {
    const put = (position: number) => `alter table audit_event disable trigger user;
      insert into audit_event (id, at, actor_kind, action, subject, case_file, details, chain, position, hash)
      values (uuidv7(), now(), 'system', 'test.put_in', '${OPEN}', '${OPEN}', '{}', '${OPEN}', ${position}, '\\x00')`;
    expect(faults(await foundAfter(put(7)))).toContain('changed');
    expect(faults(await foundAfter(put(-7)))).toContain('unlinked');
  });
});

describe('with every hash of the chain made anew, and its head as well', () => {
  it.each<[string, string, string]>([
    ['a changed row', `update audit_event set action = 'test.other' where chain = '${SEALED}' and position = 2`, 'notAsSealed'],
    ['a row removed from the middle', `delete from audit_event where chain = '${SEALED}' and position = 2`, 'notAsSealed'],
    ['the tail removed', `delete from audit_event where chain = '${SEALED}' and position > 4`, 'shortened'],
    [
      'a row put in',
      `alter table audit_event disable trigger user;
       insert into audit_event (id, at, actor_kind, action, subject, case_file, details, chain, position, hash)
       values (uuidv7(), now(), 'system', 'test.put_in', '${SEALED}', '${SEALED}', '{}', '${SEALED}', 0, '\\x00')`,
      'notAsSealed',
    ],
  ])('%s is found once it was sealed', async (_, statement, fault) => {
    expect(faults(await foundAfter(statement, rehashed(SEALED)))).toContain(fault);
  });

  it('the whole chain removed, with its head, is found', async () => {
    expect(
      await foundAfter(`delete from audit_event where chain = '${SEALED}'`, `delete from audit_chain where chain = '${SEALED}'`),
    ).toContainEqual({ fault: 'gone', chain: SEALED, position: 7 });
  });

  it('so is what the seals say of it: their roots no longer fit', async () => {
    const findings = await foundAfter(
      `delete from audit_event where chain = '${SEALED}'`,
      `delete from audit_chain where chain = '${SEALED}'`,
      `delete from audit_sealed_head where chain = '${SEALED}'`,
    );
    expect(findings).toEqual([
      { fault: 'sealedHeads', seal: 1 },
      { fault: 'sealedHeads', seal: 2 },
    ]);
  });

  it('a purge that was never recorded by a seal’s side does not hide a change', async () => {
    const findings = await foundAfter(
      `insert into audit_purged select chain, length - 2, '\\x00', 'forged', now() from audit_chain where chain = '${SEALED}'`,
      `delete from audit_event where chain = '${SEALED}' and position <= 5`,
    );
    expect(faults(findings)).toEqual(expect.arrayContaining(['changed', 'purgeChanged']));
  });

  describe('the whole chain removed, with its head, and dressed as a purge', () => {
    const dressed = (chain: string, at: string): string[] => [
      `insert into audit_purged select chain, length, head, 'retention', ${at} from audit_chain where chain = '${chain}'`,
      `delete from audit_event where chain = '${chain}'`,
      `delete from audit_chain where chain = '${chain}'`,
    ];
    const faultsOf = async (chain: string, at: string): Promise<string[]> =>
      (await foundAfter(...dressed(chain, at))).flatMap((one) => ('chain' in one && one.chain === chain ? one.fault : []));
    const at = (days: number): string => `'${later(portal.clock.now(), days * DAY).toISOString()}'::timestamptz`;

    it('is found where the seals saw it used in the last two years, or where it lies in the future', async () => {
      expect(await faultsOf(SEALED, at(0))).toEqual(['purgedEarly']);
      expect(await faultsOf(SEALED, at(2 * 366))).toEqual(['purgedEarly']);
      portal.clock.advance(731 * DAY);
      expect(await faultsOf(SEALED, at(0))).toEqual([]);
      portal.clock.advance(-731 * DAY);
    });

    it('is found while the case, account or person is still there, however old', async () => {
      const { caseId, accountId, personId } = await anApplicant(portal);
      for (const chain of [caseId, accountId, personId]) {
        await events(chain, 1);
        expect(await faultsOf(chain, at(0))).toEqual(['purgedKept']);
      }
      const kept = `insert into card_batch (id, number, made_at, made_by) values ('${OPEN}', 'LOT-1', now(), '${accountId}')`;
      expect(faults(await foundAfter(...dressed(OPEN, at(0)), kept))).toContain('purgedKept');
    });
  });

  it('every seal removed is found, as soon as the trail is older than a missed day', async () => {
    const unsealed = ['delete from audit_sealed_head', 'delete from audit_seal'];
    expect(await foundAfter(...unsealed)).toEqual([]); // as on a portal's first day
    portal.clock.advance(2 * DAY);
    expect(await foundAfter(...unsealed)).toEqual([{ fault: 'sealMissing', seal: 1 }]);
    portal.clock.advance(-2 * DAY);
  });

  it('a seal signed with another key is found', async () => {
    const { rows } = await owner.query('select day::text, heads, root, previous from audit_seal where number = 2');
    const [{ day, heads, root, previous }] = rows;
    const forged = signed(
      {
        number: 2,
        day,
        sealedAt: portal.clock.now().toISOString(),
        heads,
        root: root.toString('hex'),
        previous: previous.toString('hex'),
        keyNumber: 1,
      },
      Buffer.alloc(32, 'another key'),
    );
    const findings = await foundAfter(
      `update audit_seal set sealed_at = '${forged.sealedAt}', public_key = '\\x${forged.publicKey}', signature = '\\x${forged.signature}' where number = 2`,
    );
    expect(findings).toEqual([{ fault: 'sealForeign', seal: 2 }]);
  });
});
