import { DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { criesWolf } from '../../src/reports/report.rules.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { aPhoto, CREAM, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { count, decided } from './counting.js';

describe('a check that cries wolf (PORTAL.md 4)', () => {
  it.each([
    [199, 199, false],
    [200, 60, false],
    [200, 61, true],
    [200, 62, true],
    [1000, 300, false],
    [1000, 310, true],
    [0, 0, false],
  ])('of %d warned photos %d were accepted: put up for demotion, %s', (warned, accepted, putUp) => {
    expect(criesWolf({ warned, accepted })).toBe(putUp);
  });
});

describe('demotion to information', () => {
  let portal: TestPortal;
  let supervisor: Someone;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    supervisor = await anOfficer(portal, { role: 'supervisor', name: 'Odile Marchbank' });
    browser = await signIn(portal, supervisor);
  });
  afterAll(() => portal.close());

  const page = href('adminReportsCheck', 'en', { check: 'background' });
  const events = () => portal.sql(`select action, actor_kind, details from audit_event where action like 'check.%' order by at, action`);

  it('is not offered below the line, and a forged press changes nothing', async () => {
    await decided(portal, 'background', 199, 199);
    await browser.visit(href('adminReportsFairness', 'en'));
    expect(browser.text).toContain('No check is put up.');
    await browser.visit(page);
    expect(browser.$('main form').length).toBe(0);
    await browser.forge(page);
    expect(browser.status).toBe(409);
    expect(browser.heading).toBe('This check is not put up');
    expect(await events()).toEqual([]);
    expect(await portal.sql('select from check_demotion')).toEqual([]);
  });

  it('is no officer’s act', async () => {
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.forge(page);
    expect(officer.status).toBe(403);
    expect((await officer.visit(href('adminReports', 'en'))).status).toBe(403);
  });

  it('takes one press, which is recorded with its figures', async () => {
    await decided(portal, 'background', 200, 61);
    await browser.visit(href('adminReportsFairness', 'en'));
    await browser.follow('Look and decide at: White background');
    expect(browser.text).toContain('Accepted: 61 of 200 warned (30.5%)');
    await browser.press('Make this check information');
    expect(browser.path).toBe(page);
    expect(browser.text).toContain('This check only informs');
    expect(browser.text).toContain('Odile Marchbank');
    await browser.forge(page); // a second press, from another window
    expect(await events()).toEqual([
      { action: 'check.demoted', actor_kind: 'officer', details: { check: 'background', warned: 200, accepted: 61 } },
    ]);
    await browser.visit(href('adminReportsFairness', 'en'));
    expect(browser.text).toContain('Checks that only inform');
  });

  it('holds for the next photo: the warning is information, and asks for no acknowledgement', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.checked({ background: CREAM });
    const [row] = await portal.sql<{ findings: { check: string; outcome: string; params?: { brightness: number } }[] }>(
      'select findings from photo_attempt where person_id = $1',
      [applicant.personId],
    );
    const outcomeOf = (check: string) => row?.findings.find((finding) => finding.check === check)?.outcome;
    expect(outcomeOf('background')).toBe('information');
    expect(way.browser.$('[name=acknowledgement]').length).toBe(0);
    // the figure by which the ledger groups pictures is kept with the findings
    expect(row?.findings.find(({ check }) => check === 'exposure_dark')?.params?.brightness).toBeGreaterThan(30);
  });

  it('holds in the public checker as well', async () => {
    const visitor = portal.visitor();
    await visitor.visit(href('photoCheck', 'en'));
    await visitor.attach('photo', await aPhoto({ background: CREAM })).press('Check the photo');
    expect(visitor.$('.find li.warn').length).toBe(0);
    expect(visitor.$('.find li.info').length).toBeGreaterThan(0);
  });

  it('is taken back by a press: the check warns again, and is judged by what comes from tomorrow on', async () => {
    await browser.visit(page);
    await browser.press('Let this check warn again');
    expect(browser.text).toContain('This check warns');
    expect((await events()).map(({ action }) => action)).toEqual(['check.demoted', 'check.restored']);
    await browser.visit(href('adminReportsFairness', 'en'));
    expect(browser.text).toContain('No check is put up.');
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.checked({ background: CREAM });
    expect(way.browser.$('[name=acknowledgement]').length).toBe(1);
    portal.clock.advance(2 * DAY);
    await count(portal);
    await decided(portal, 'background', 200, 100, 0);
    browser = await signIn(portal, supervisor);
    await browser.visit(page);
    expect(browser.text).toContain('Accepted: 100 of 200 warned (50%)');
  });

  it('knows no other check', async () => {
    for (const check of ['dimensions', 'nothing', '__proto__']) {
      expect([check, (await browser.visit(href('adminReportsCheck', 'en', { check }))).status]).toEqual([check, 404]);
    }
  });
});
