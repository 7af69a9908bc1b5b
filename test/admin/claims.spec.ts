import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { CLAIM_LASTS } from '../../src/claims/claim.rules.js';
import { MINUTE, SECOND } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const VERIFY = 'Verify presence';

/** PORTAL.md 4: an officer's claim on a file lasts 15 minutes and ends by itself. */
describe('a claim on a file', () => {
  let portal: TestPortal;
  let kim: Someone;
  let lee: Someone;
  beforeEach(async () => {
    portal = await aPortal();
    [kim, lee] = [await anOfficer(portal, { name: 'Kim' }), await anOfficer(portal, { name: 'Lee' })];
  });
  afterEach(() => portal.close());

  const named = (givenNames: string) => anApplicant(portal, { stage: 'declared', facts: { givenNames, familyName: '' } });
  const queue = async (who: Someone, query = ''): Promise<Visitor> => (await signIn(portal, who)).visit(href('adminQueue', 'en') + query);
  const presenceOf = async (personId: string) => (await portal.em().findOneOrFail(Confirmation, { person: personId })).presence;

  it('comes with “Next”, which gives two officers different files, oldest first', async () => {
    const ada = await named('Ada');
    portal.clock.advance(MINUTE);
    const bo = await named('Bo');
    const one = await (await queue(kim)).press('Start the next task');
    expect(one.path).toBe(href('adminPresence', 'en', { person: ada.personId }));
    expect(one.text).toContain('You have this file until 10:16 am.');
    const other = await (await queue(lee)).press('Start the next task');
    expect(other.path).toBe(href('adminPresence', 'en', { person: bo.personId }));
    const third = await (await queue(await anOfficer(portal))).press('Start the next task');
    expect(third.path).toBe('/en/admin?left=none');
    expect(third.text).toContain('Nothing is left that you can start');
  });

  it('is given to one of many who press “Next” at the same moment', async () => {
    const people = [await named('Ada'), await named('Bo'), await named('Cy')];
    const desks = await Promise.all([kim, lee, await anOfficer(portal), await anOfficer(portal)].map((who) => queue(who)));
    const places = (await Promise.all(desks.map((desk) => desk.press('Start the next task')))).map(({ path }) => path);
    expect(places.sort()).toEqual(
      ['/en/admin?left=none', ...people.map(({ personId }) => href('adminPresence', 'en', { person: personId }))].sort(),
    );
  });

  it('is shown in the queue, on the file, and refuses decisions of others until it ends by itself', async () => {
    const ada = await named('Ada');
    await (await queue(kim)).press('Start with Ada');
    const desk = await queue(lee);
    expect(desk.textOf('tbody tr')).toContain('Kim has this file until 10:15 am');
    expect(desk.$('button[name=task]').length).toBe(0);
    await desk.follow('Ada');
    expect(desk.text).toContain('Kim has this file until 10:15 am. You can look and read');
    await desk.press(VERIFY);
    expect(desk.status).toBe(409);
    expect(desk.heading).toBe('A colleague is working on this file');
    expect(await presenceOf(ada.personId)).toBe('declared');
    portal.clock.advance(CLAIM_LASTS / 2);
    await desk.follow('Open the page again');
    portal.clock.advance(CLAIM_LASTS / 2 - SECOND);
    await desk.reload();
    expect(desk.text).toContain('Kim has this file');
    portal.clock.advance(SECOND);
    await desk.reload();
    expect(desk.text).not.toContain('Kim has this file');
    await desk.press(VERIFY);
    expect(await presenceOf(ada.personId)).toBe('verified');
  });

  it('goes on while its officer works, and ends when they give the file back, finish, or go on to the next', async () => {
    const [ada, bo] = [await named('Ada'), await named('Bo')];
    const desk = await (await queue(kim)).press('Start with Ada');
    portal.clock.advance(10 * MINUTE);
    await desk.press(VERIFY);
    expect(desk.text).toContain('You have this file until 10:25 am.');
    await desk.tick('identityMatches', 'yes').press('Confirm permanent residence');
    expect(desk.text).not.toContain('You have this file');
    await desk.press('Next task');
    expect(desk.path).toBe(href('adminPresence', 'en', { person: bo.personId }));
    await desk.press('Give the file back');
    expect(desk.path).toBe('/en/admin');
    expect(await portal.sql('select 1 from file_claim')).toEqual([]);
    await desk.press('Start with Bo');
    await (await signIn(portal, lee)).visit(href('adminPresence', 'en', { person: ada.personId }));
    expect(await portal.sql('select case_file_id from file_claim')).toEqual([{ case_file_id: bo.caseId }]);
  });

  it('“Next” passes over what its officer could not finish, and comes back to it at the end', async () => {
    const places: string[] = [];
    for (const name of ['Ada', 'Bo', 'Cy']) {
      places.push(href('adminPresence', 'en', { person: (await named(name)).personId }));
      portal.clock.advance(MINUTE);
    }
    const desk = await (await queue(kim)).press('Start the next task');
    const seen = [desk.path];
    for (let press = 0; press < 3; press++) seen.push((await desk.press('Next task')).path);
    expect(seen).toEqual([...places, places[0]]);
    expect(await portal.sql('select count(*)::int from file_claim')).toEqual([{ count: 1 }]);
    await desk.press('Next task');
    await (await desk.visit('/en/admin')).press('Start the next task');
    expect(desk.path).toBe(places[0]);
  });

  it('is taken over by a supervisor at once, which is recorded, and by another officer only once it has ended', async () => {
    const ada = await named('Ada');
    await (await queue(kim)).press('Start with Ada');
    const page = href('adminPresence', 'en', { person: ada.personId });
    const other = await (await signIn(portal, lee)).visit(page);
    expect(other.$('button:contains("Take the file over now")').length).toBe(0);
    await other.forge(href('adminClaim', 'en', { case: ada.caseId }), {});
    expect(other.status).toBe(409);
    const supervisor = await (await signIn(portal, await anOfficer(portal, { role: 'supervisor' }))).visit(page);
    await supervisor.press('Take the file over now');
    expect(supervisor.path).toBe(page);
    expect(supervisor.text).toContain('You have this file until');
    expect(await portal.em().count(AuditEvent, { action: 'claim.taken_over', subject: ada.caseId })).toBe(1);
    portal.clock.advance(CLAIM_LASTS / 2);
    await other.visit('/en/admin');
    portal.clock.advance(CLAIM_LASTS / 2);
    await other.forge(href('adminClaim', 'en', { case: ada.caseId }), {});
    await other.visit(page);
    expect(other.text).toContain('You have this file');
  });

  it('keeps what somebody else typed: it is on the page again', async () => {
    const ada = await named('Ada');
    const attempt = await aSentPhoto(portal, ada.personId);
    const page = href('adminPhoto', 'en', { attempt });
    const desk = await (await signIn(portal, lee)).visit(page);
    await (await queue(kim, '?what=photo')).press('Start the next task');
    await desk.tick('reasons', 'other').fill({ words: 'A towel hangs behind you.' }).choose('language', 'en').press('Return photo');
    expect(desk.status).toBe(409);
    expect(desk.text).toContain('What you typed is kept');
    portal.clock.advance(CLAIM_LASTS - SECOND);
    await desk.follow('Open the page again');
    portal.clock.advance(SECOND);
    expect(desk.value('words')).toBe('A towel hangs behind you.');
    await desk.press('Return photo');
    expect(await portal.sql('select state from photo_attempt')).toEqual([{ state: 'returned' }]);
  });

  it('leads from photo to photo, each for one officer', async () => {
    const attempts: string[] = [];
    for (const name of ['Ada', 'Bo', 'Cy']) attempts.push(await aSentPhoto(portal, (await named(name)).personId));
    const [first, second, third] = attempts.map((attempt) => href('adminPhoto', 'en', { attempt }));
    const one = await (await queue(kim, '?what=photo')).press('Start the next task');
    const other = await (await queue(lee, '?what=photo')).press('Start the next task');
    expect([one.path, other.path]).toEqual([first, second]);
    await one.press('Accept photo');
    expect(one.path).toBe(third);
    await one.press('Accept photo');
    expect(one.path).toBe(href('adminPhotos', 'en'));
    expect(await portal.sql('select count(*)::int from file_claim')).toEqual([{ count: 1 }]);
  });

  it('is of no task that is not there: that leads back to the queue', async () => {
    const desk = await queue(kim);
    for (const task of ['', 'look', 'secrets.x', `toString.${kim.accountId}`, 'look.1'])
      expect((await desk.forge(href('adminStart', 'en'), { task })).path).toBe('/en/admin');
  });
});
