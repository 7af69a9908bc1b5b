import pg from 'pg';
import { CardService } from '../../src/cards/card.service.js';
import { CardMailing } from '../../src/cards/mailed/mailing.service.js';
import { DAY, HOUR } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { CORRECTED_DAYS, COUNT_DAY } from '../../src/reports/day-figures.sql.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';
import { PhotoUndoService } from '../../src/photos/review/photo-undo.service.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, asOfficer, aSentPhoto, confirmResidence, returnPhoto, verifyPresence } from '../support/lanes.js';
import { anApplicant, anOfficer, type Applicant, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { count, warnings } from './counting.js';

/** PORTAL.md 5 and S12, S17: what supervisors read is what happened. */
describe("the figures of supervisors' reports", () => {
  let portal: TestPortal;
  let supervisor: Someone;
  let browser: Visitor;
  beforeAll(async () => {
    portal = await aPortal();
    supervisor = await anOfficer(portal, { role: 'supervisor' });
    await whatHappened();
    await count(portal);
    browser = await signIn(portal, supervisor);
  });
  afterAll(() => portal.close());

  /** From Monday, November 23; everybody was invited 20 days before they come in. */
  async function whatHappened(): Promise<void> {
    await anApplicant(portal, { stage: 'replied' }); // on November 13
    const [inTime, late, returned, undone] = await Promise.all([card(), card(), applicant(), applicant()]);
    await mail(inTime, 14); // on its last day
    await mail(late, 1); // one day later
    await aSentPhoto(portal, returned.personId, { findings: warnings(80, 'glare', 'background') });
    await returnPhoto(portal, supervisor, returned.personId);
    const attempt = await aSentPhoto(portal, undone.personId, { findings: warnings(30, 'glare') });
    await portal.get(PhotoReviewService).return(asOfficer(supervisor), attempt, { reasons: ['too_dark'], words: null, language: 'en' });
    await portal.get(PhotoUndoService).undo(asOfficer(supervisor), attempt);
    await acceptPhoto(portal, supervisor, undone.personId);
    await aMail('password-reset', { failedAt: portal.clock.now() });
    await aMail('invitation', { bounce: 'permanent', bouncedAt: portal.clock.now() });
    await aMail('invitation', { bounce: 'temporary', bouncedAt: portal.clock.now() });
    await aSentPhoto(portal, (await applicant()).personId);
    portal.clock.advance(3 * DAY);
  }

  const applicant = (): Promise<Applicant> => anApplicant(portal, { stage: 'addressed' });

  /** Whose three conditions are there on November 23. */
  async function card(): Promise<string> {
    const { personId } = await applicant();
    await verifyPresence(portal, supervisor, personId);
    await confirmResidence(portal, supervisor, personId);
    await aSentPhoto(portal, personId);
    await acceptPhoto(portal, supervisor, personId);
    const [made] = await portal.sql<{ id: string }>('select id from card where person_id = $1', [personId]);
    await portal.get(CardService).print(asOfficer(supervisor), made?.id ?? '');
    return made?.id ?? '';
  }

  async function mail(cardId: string, daysLater: number): Promise<void> {
    portal.clock.advance(daysLater * DAY);
    await portal.get(CardMailing).mail(asOfficer(supervisor), cardId, null);
  }

  async function aMail(template: string, what: Partial<OutboxMessage>): Promise<void> {
    const em = portal.em();
    em.create(OutboxMessage, { template, language: 'en', createdAt: portal.clock.now(), ...what } as never);
    await em.flush();
  }

  /** Each row of the page's first table, or of the one named, as texts. */
  const rows = async (route: 'adminReportsArrivals', query = '', at = 0): Promise<string[][]> => {
    await browser.visit(href(route, 'en') + query);
    expect(browser.status).toBe(200);
    const table = browser.$('table').eq(at);
    return table
      .find('tbody tr, tfoot tr')
      .toArray()
      .map((row) =>
        browser
          .$(row)
          .find('th, td')
          .toArray()
          .map((cell) => browser.$(cell).text().replaceAll('\u00a0', ' ')),
      );
  };

  it('count arrivals by week', async () => {
    const found = await rows('adminReportsArrivals', '?from=2026-11-02&to=2026-12-10');
    expect(found).toEqual([
      ['November 2, 2026', '5', '0', '0', '0', '0'],
      ['November 9, 2026', '0', '1', '0', '0', '0'],
      ['November 16, 2026', '1', '0', '0', '0', '0'],
      ['November 23, 2026', '0', '0', '2', '2', '0'],
      ['November 30, 2026', '0', '0', '0', '0', '0'],
      ['December 7, 2026', '0', '0', '3', '0', '2'],
      ['All', '6', '1', '5', '2', '2'],
    ]);
  });

  it('count as mailed in time what left on its promised day, and not what left the day after (S12)', async () => {
    const found = await rows('adminReportsPromise' as 'adminReportsArrivals', '?from=2026-12-07');
    expect(found).toEqual([
      ['December 7, 2026', '2', '1', '50%'],
      ['All', '2', '1', '50%'],
    ]);
  });

  it('count returns by reason, and none that was taken back (S17)', async () => {
    const found = await rows('adminReportsReturns' as 'adminReportsArrivals');
    expect(found.filter(([, number]) => number !== '0')).toEqual([
      ['Glare', '1', '100%'],
      ['Photos returned', '1', '100%'],
    ]);
  });

  it('hold each warning against the decision, by check and by brightness', async () => {
    const found = await rows('adminReportsFairness' as 'adminReportsArrivals');
    expect(found.filter(([, warned]) => warned !== '0')).toEqual([
      ['No glare', '2', '1', '–'],
      ['White background', '1', '0', '–'],
    ]);
    expect(await rows('adminReportsFairness' as 'adminReportsArrivals', '', 1)).toEqual([
      ['No glare', 'Dark', '1', '1', '–'],
      ['No glare', 'Bright', '1', '0', '–'],
      ['White background', 'Bright', '1', '0', '–'],
    ]);
  });

  it('count mails that were given up or came back for good, by kind and week', async () => {
    expect(await rows('adminReportsMail' as 'adminReportsArrivals')).toEqual([
      ['December 7, 2026', 'Your invitation to confirm your permanent residence', '0', '1'],
      ['December 7, 2026', 'Create a new password', '1', '0'],
      ['All', 'All kinds', '1', '1'],
    ]);
  });

  it('say how long what waits has waited', async () => {
    const found = await rows('adminReportsWaiting' as 'adminReportsArrivals');
    expect(found.find(([queue]) => queue === 'Photos to look at')).toEqual(['Photos to look at', '0', '1', '0', '0', '0', '1', '3 days']);
    expect(browser.$('figure svg desc').text()).toContain('The longest wait, in days');
  });

  it('are counted without reading a table of cases, photos or mails from end to end', async () => {
    const client = new pg.Client({ connectionString: portal.database.databaseUrl });
    await client.connect();
    try {
      await client.query('set enable_seqscan = off'); // else small tables are read whole, whatever indexes there are
      for (const [sql, values] of [
        [COUNT_DAY, ['2026-12-08', '2026-12-08', '2026-12-08']],
        [CORRECTED_DAYS, [portal.clock.now(), '2026-12-08']],
      ] as const) {
        let place = 0;
        const { rows: plan } = await client.query(`explain ${sql.replace(/\?/g, () => `$${++place}`)}`, [...values]);
        expect(plan.map((line) => String(line['QUERY PLAN'])).filter((line) => line.includes('Seq Scan'))).toEqual([]);
      }
    } finally {
      await client.end();
    }
  });

  it('are corrected on their day when a supervisor has a photo looked at again later', async () => {
    const [photo] = await portal.sql<{ id: string }>(
      `select a.id from photo_attempt a join photo_decision d on d.attempt_id = a.id where d.decision = 'accepted' and a.findings::text like '%"glare"%'`,
    );
    await portal.get(PhotoUndoService).reopen(asOfficer(supervisor), photo?.id ?? '');
    await count(portal);
    const found = await rows('adminReportsFairness' as 'adminReportsArrivals');
    expect(found.find(([check]) => check === 'No glare')).toEqual(['No glare', '1', '0', '–']);
  });

  it('stay what they were when a day is counted again, and when its cases are gone', async () => {
    const before = await portal.sql('select * from report_figure order by 1, 2, 3');
    await count(portal);
    expect(await portal.sql('select * from report_figure order by 1, 2, 3')).toEqual(before);
    portal.clock.advance(2 * DAY);
    await count(portal);
    portal.clock.advance(2 * HOUR);
    await portal.sql('delete from outbox_message where failed_at is not null');
    await count(portal);
    expect(await portal.sql(`select count from report_figure where figure = 'mail_failed'`)).toEqual([{ count: 1 }]);
  });
});
