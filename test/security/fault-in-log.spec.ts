import { DriverException } from '@mikro-orm/core';
import { faultInLog } from '../../src/security/fault-in-log.js';
import { aPortal, type TestPortal } from '../support/app.js';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (fault: unknown) => fault,
  );

describe('a fault in the log', () => {
  it('of the database keeps code, constraint and place, and nothing that was written', async () => {
    const faults = [
      await faultOf(
        portal.sql('insert into account (id, kind, username, email) values ($1, $2, $3, $4)', ['canary-id', 'x', 'canary', 'canary']),
      ),
      await faultOf(portal.em().execute('insert into request_limit (key) values (?), (?)', ['canary', 'canary'])),
      await faultOf(portal.em().execute('select ?::uuid', ['canary'])),
    ];
    for (const fault of faults) {
      expect(String(fault instanceof DriverException ? fault.stack : fault)).not.toBe('null');
      const logged = faultInLog(fault);
      expect(logged.code).toMatch(/^\w{5}$/);
      expect(logged.stack.length).toBeGreaterThan(0);
      expect(JSON.stringify(logged)).not.toContain('canary');
    }
  });

  it('of our own keeps its words', () => {
    expect(faultInLog(new TypeError('no view is named x'))).toMatchObject({ type: 'TypeError', message: 'no view is named x' });
    expect(faultInLog('thrown by somebody')).toEqual({ type: 'string', stack: [] });
  });
});
