import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog } from '../../src/audit/audit-log.js';
import { AuditSeals } from '../../src/audit/audit-seals.service.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { asOwner } from '../support/trail.js';
import { runCommand } from '../support/run-command.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal({ clock: new TestClock(new Date()) }); // the command has the machine's own clock
  const caseFile = randomUUID();
  for (let n = 0; n < 3; n++) {
    await portal.em().transactional(async (em) => {
      portal.get(AuditLog).record(em, null, 'case.created', randomUUID(), portal.clock.now(), { n, word: 'été' }, caseFile);
    });
  }
  await portal.get(AuditSeals).seal(portal.clock.now());
});
afterAll(() => portal.close());

const file = (name: string): string => join(portal.dataDir, name);

const run = (...given: string[]) => runCommand('audit-verify', portal.database, {}, ...given);

describe('audit:verify', () => {
  it('says that a whole trail holds, and ends with 0', async () => {
    const { code, said, complained } = await run();
    expect([code, complained]).toEqual([0, '']);
    expect(said).toMatch(/3 events in 1 chain, 1 seal,/);
    expect(said).toMatch(/Everything holds/);
  });

  it('writes an export that anyone can verify with the public key, without database or secrets', async () => {
    expect((await run('--export', file('trail.jsonl'))).code).toBe(0);
    const plain = await run('--file', file('trail.jsonl'));
    expect(plain).toMatchObject({ code: 0, said: expect.stringMatching(/Compare the public key/) });
    const publicKey = /public key ([0-9a-f]{64})/.exec(plain.said)?.[1] ?? '';
    expect(await run('--file', file('trail.jsonl'), '--public-key', publicKey)).toMatchObject({ code: 0 });
    const foreign = await run('--file', file('trail.jsonl'), '--public-key', 'ab'.repeat(32));
    expect(foreign).toMatchObject({ code: 1, said: expect.stringMatching(/not known as the portal’s/) });
  });

  it('finds what was changed in an export', async () => {
    const lines = readFileSync(file('trail.jsonl'), 'utf8').trim().split('\n');
    writeFileSync(file('changed.jsonl'), lines.join('\n').replace('\\"n\\": 1', '\\"n\\": 2'));
    expect(await run('--file', file('changed.jsonl'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/position 2: the row is not/),
    });
    writeFileSync(file('shorter.jsonl'), lines.slice(0, -1).join('\n'));
    expect(await run('--file', file('shorter.jsonl'))).toMatchObject({ code: 1, said: expect.stringMatching(/a seal saw more rows/) });
    writeFileSync(file('empty.jsonl'), '');
    expect(await run('--file', file('empty.jsonl'))).toMatchObject({ code: 1, said: expect.stringMatching(/nothing to verify/) });
  });

  it('writes over no file, and reads nothing that is no export', async () => {
    expect(await run('--export', file('trail.jsonl'))).toMatchObject({ code: 2, complained: expect.stringMatching(/EEXIST/) });
    writeFileSync(file('other.txt'), 'hello');
    expect(await run('--file', file('other.txt'))).toMatchObject({ code: 2, complained: expect.stringMatching(/line 1/) });
    expect(await run('--file', file('nowhere.jsonl'))).toMatchObject({ code: 2, complained: expect.stringMatching(/ENOENT/) });
    expect(await run('--public-key', 'ab')).toMatchObject({ code: 2, complained: expect.stringMatching(/npm run audit:verify/) });
  });

  it('ends with 1 when a row of the database was changed', async () => {
    const owner = await asOwner(portal);
    await owner.query(`update audit_event set action = 'test.other' where position = 2`);
    await owner.end();
    expect(await run()).toMatchObject({ code: 1, said: expect.stringMatching(/1 fault:\n- chain [0-9a-f-]+, position 2/) });
  });
});
