import pg from 'pg';
import type { RouteName } from '../../src/language/route-table.js';
import { href, hrefByName } from '../../src/language/routes.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import { Figures } from '../../src/reports/figures.js';
import { periodOf, readPeriod } from '../../src/reports/period.js';
import { MOST_WEEKS } from '../../src/reports/report.rules.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aDatabase } from '../support/database.js';
import { faultsOf } from '../support/markup.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { typographyFaults } from '../support/typography.js';
import { decided } from './counting.js';

describe('the period of a report', () => {
  const TODAY = '2026-11-26'; // a Thursday

  it('is the last weeks, Monday to Sunday, when none is asked for', () => {
    expect(readPeriod({}, TODAY, 2)).toEqual({
      period: { from: '2026-11-16', to: '2026-11-29', weeks: ['2026-11-16', '2026-11-23'] },
      errors: [],
      typed: { from: '2026-11-16', to: TODAY },
    });
  });

  it('takes the whole weeks in which its days lie, over the end of a year as well', () => {
    expect(periodOf('2025-12-31', '2026-01-05').weeks).toEqual(['2025-12-29', '2026-01-05']);
  });

  it.each([
    [{ from: '2026-02-30' }, 'notADay'],
    [{ from: '23/11/2026' }, 'notADay'],
    [{ to: "2026-11-01' or 1=1" }, 'notADay'],
    [{ to: '2026-11-27' }, 'future'],
    [{ from: '2026-11-20', to: '2026-11-02' }, 'order'],
    [{ from: '2025-11-01' }, 'tooLong'],
  ])('%p is refused: %s', (query, why) => {
    const { period, errors } = readPeriod(query, TODAY, 2);
    expect([period, errors.map(({ key }) => key)]).toEqual([null, [`reports:period.${why}`]]);
  });

  it('has at most so many weeks', () => {
    expect(readPeriod({ from: '2025-11-24' }, TODAY, 2).period?.weeks).toHaveLength(MOST_WEEKS);
  });

  it('reads a field that came twice, or is a list, as one that did not come', () => {
    expect(readPeriod({ from: ['2026-11-01', 'x'] }, TODAY, 1).period?.from).toBe('2026-11-23');
  });
});

describe("supervisors' reports", () => {
  let portal: TestPortal;
  let browsers: Record<'en' | 'fr', Visitor>;
  beforeAll(async () => {
    portal = await aPortal();
    browsers = {
      en: await signIn(portal, await anOfficer(portal, { role: 'supervisor' })),
      fr: await signIn(portal, await anOfficer(portal, { role: 'supervisor', language: 'fr' })),
    };
  });
  afterAll(() => portal.close());

  const REPORTS = (['Waiting', 'Arrivals', 'Promise', 'Returns', 'Fairness', 'Mail'] as const).map(
    (name) => `adminReports${name}` as RouteName,
  );

  it.each(['en', 'fr'] as const)('are all on one list, and say calmly that there is nothing, in %s', async (language) => {
    const browser = browsers[language];
    await browser.visit(href('adminReports', language));
    const addresses = browser.links().map(({ href: to }) => to);
    for (const route of REPORTS) {
      expect(addresses).toContain(hrefByName(route, language, {}));
      await browser.visit(hrefByName(route, language, {}));
      expect([route, browser.status, browser.$('table, figure').length]).toEqual([route, 200, 0]);
      expect(await faultsOf(browser.html)).toEqual([]);
    }
  });

  it.each(['en', 'fr'] as const)('with figures are well-formed: each chart has a name and words, in %s', async (language) => {
    await decided(portal, 'glare', 2340, 1021);
    await decided(portal, 'background', 40, 3);
    const browser = browsers[language];
    await browser.visit(href('adminReportsFairness', language));
    expect(await faultsOf(browser.html)).toEqual([]);
    const svg = browser.$('figure svg');
    expect(svg.attr('role')).toBe('img');
    for (const id of (svg.attr('aria-labelledby') ?? '').split(' ')) expect(browser.$(`#${id}`).text().trim()).not.toBe('');
    const texts = browser
      .$('svg text, svg desc, td, th, caption, p')
      .toArray()
      .map((part) => browser.$(part).text().trim());
    expect(texts.flatMap((text) => typographyFaults(text, language))).toEqual([]);
    expect(texts).toContain(language === 'en' ? '43.6%' : '43,6\u00a0%');
    // the other language shows the same weeks
    expect(browser.$('link[rel=alternate]').attr('href')).toBe(href('adminReportsFairness', language === 'en' ? 'fr' : 'en'));
  });

  it('refuse a period that is none beside its field, and show no figures', async () => {
    const browser = browsers.en;
    await browser.visit(`${href('adminReportsFairness', 'en')}?from=2026-11-31&to=2026-11-01`);
    expect(browser.status).toBe(422);
    expect(browser.title).toMatch(/^Error: /);
    expect(browser.$('.errors a').attr('href')).toBe('#from');
    expect(browser.$('#from').attr('aria-describedby')).toBe('from-error');
    expect(browser.$('#from-error').text()).toContain('Enter a day as year, month and day, such as 2026-11-23');
    expect(browser.$('table').length).toBe(0);
    // the summary of errors stands above the heading, as on every page with a form
    expect((await faultsOf(browser.html)).filter((fault) => !fault.startsWith('heading-level'))).toEqual([]);
  });

  it('can be saved as a table: in English with commas, in French with semicolons, and no formula', async () => {
    const saved = await browsers.en.raw('GET', `${href('adminReportsFairness', 'en')}?as=csv`);
    expect(saved.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(saved.headers['content-disposition']).toBe('attachment; filename="report-fairness.csv"');
    expect(saved.body.toString().replace('\ufeff', '').split('\r\n')).toEqual([
      '"Check","Brightness of the picture","Warned","Accepted","Share accepted"',
      '"No glare","Bright","2340","1021","44"',
      '"White background","Bright","40","3","8"',
      '',
    ]);
    const french = await browsers.fr.raw('GET', `${href('adminReportsArrivals', 'fr')}?as=csv&from=2026-11-09`);
    expect(french.body.toString().replace('\ufeff', '').split('\r\n')).toEqual([
      '"Semaine du";"Invitations envoyées";"Réponses";"Photos soumises";"Résidences confirmées";"Cartes postées"',
      '"2026-11-09";"0";"0";"0";"0";"0"',
      '"2026-11-16";"0";"0";"0";"0";"0"',
      '"2026-11-23";"0";"0";"0";"0";"0"',
      '',
    ]);
    for (const line of [saved, french].flatMap(({ body }) => body.toString().split('\r\n'))) expect(line).not.toMatch(/(^|[,;])"[=+\-@]/);
  });
});

it('reports are read where REPORTS_DATABASE_URL leads, which is not where days are counted', async () => {
  const standby = await aDatabase();
  const portal = await aPortal({ environment: { REPORTS_DATABASE_URL: standby.databaseUrl } });
  const superuser = new pg.Client({ connectionString: standby.superuserUrl });
  await superuser.connect();
  try {
    const browser = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
    await decided(portal, 'background', 300, 10);
    const figures = portal.get(Figures);
    const period = periodOf(addDays(dayOf(portal.clock.now()), -7), dayOf(portal.clock.now()));
    expect([await figures.countedAt(), await figures.ofPeriod(period, ['warned'])]).toEqual([null, []]);
    // as the standby follows
    for (const row of await portal.sql<{ day: string }>('select day::text, counted_at from report_day'))
      await superuser.query('insert into report_day (day, counted_at) values ($1, $2)', Object.values(row));
    for (const row of await portal.sql('select day::text, figure, part, count from report_figure'))
      await superuser.query('insert into report_figure (day, figure, part, count) values ($1, $2, $3, $4)', Object.values(row));
    expect(await figures.countedAt()).toEqual(portal.clock.now());
    expect(await figures.ofPeriod(period, ['warned'])).toMatchObject([{ figure: 'warned', count: 300 }]);
    expect((await browser.visit(href('adminReportsFairness', 'en'))).status).toBe(200);
  } finally {
    await superuser.end();
    await portal.close();
    await standby.drop();
  }
});
