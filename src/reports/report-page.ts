import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../clock.js';
import { BYTE_ORDER_MARK } from '../pages/csv-cell.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import type { RouteName } from '../language/route-table.js';
import { hrefByName } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { sendCsv } from '../pages/saved-table.js';
import { drawChart } from './chart.js';
import { FAIRNESS_FIGURES, fairness } from './fairness-report.js';
import { Figures } from './figures.js';
import { type AskedPeriod, type Period, readPeriod } from './period.js';
import type { Report } from './report.js';
import { COUNTED_EVERY_MINUTES, LEAST_FOR_A_SHARE, MOST_WEEKS, USUAL_WEEKS, WOLF } from './report.rules.js';
import { shownTable, tableAsCsv } from './shown-report.js';
import { waiting } from './waiting-report.js';
import {
  ARRIVAL_FIGURES,
  arrivals,
  MAIL_FIGURES,
  mailFailures,
  PROMISE_FIGURES,
  promise,
  RETURN_FIGURES,
  returns,
} from './weekly-reports.js';

/** Reports of a period, in the order of their list: where each is, what it is made of, and how many weeks it shows when none are asked for. */
const OF_PERIODS = {
  arrivals: { route: 'adminReportsArrivals', figures: ARRIVAL_FIGURES, make: arrivals, weeks: USUAL_WEEKS },
  promise: { route: 'adminReportsPromise', figures: PROMISE_FIGURES, make: promise, weeks: USUAL_WEEKS },
  returns: { route: 'adminReportsReturns', figures: RETURN_FIGURES, make: returns, weeks: USUAL_WEEKS },
  fairness: {
    route: 'adminReportsFairness',
    figures: FAIRNESS_FIGURES,
    make: (_period: Period, figures: Parameters<typeof fairness>[0]) => fairness(figures),
    weeks: WOLF.weeks,
  },
  mail: { route: 'adminReportsMail', figures: MAIL_FIGURES, make: mailFailures, weeks: USUAL_WEEKS },
} as const;
export type PeriodReport = keyof typeof OF_PERIODS;

/** Every report with its address, for the list of them. */
export const REPORTS: readonly { readonly name: PeriodReport | 'waiting'; readonly route: RouteName }[] = [
  { name: 'waiting', route: 'adminReportsWaiting' },
  ...(Object.keys(OF_PERIODS) as PeriodReport[]).map((name) => ({ name, route: OF_PERIODS[name].route })),
];

type Query = Record<string, unknown>;

/** Shows a report as a page, or hands it out as a table to save (`?as=csv`). */
@Injectable()
export class ReportPage {
  constructor(
    private readonly pages: Pages,
    private readonly figures: Figures,
    private readonly clock: Clock,
  ) {}

  /** @param more what the report's view shows beside what all of them do */
  async ofPeriod(req: Request, res: Response, name: PeriodReport, query: Query, more: Record<string, unknown> = {}): Promise<void> {
    const { figures: names, make, weeks, route } = OF_PERIODS[name];
    const today = dayOf(this.clock.now());
    const asked = readPeriod(query, today, weeks);
    const figures = asked.period ? await this.figures.ofPeriod(asked.period, names) : [];
    const report = asked.period && figures.length > 0 ? make(asked.period, figures) : null;
    // an empty table has its headings, for whoever counts on them
    if (asked.period && query.as === 'csv') return this.#csv(res, name, report ?? make(asked.period, []));
    const address = hrefByName(route, res.locals.language as Language, {});
    const saved = asked.period ? `${address}?${new URLSearchParams({ ...asked.typed, as: 'csv' })}` : null;
    await this.#show(req, res, name, report, { address, saved, asked: shownPeriod(asked, today), ...more }, asked.period ? 200 : 422);
  }

  /** What waits now: of no period. */
  async waiting(req: Request, res: Response, query: Query): Promise<void> {
    const { figures, countedAt } = await this.figures.waiting();
    if (query.as === 'csv') return this.#csv(res, 'waiting', waiting(figures));
    // what was never counted is not said to be nothing
    const saved = countedAt && `${hrefByName('adminReportsWaiting', res.locals.language as Language, {})}?as=csv`;
    const report = figures.length > 0 ? waiting(figures) : null;
    await this.#show(req, res, 'waiting', report, { saved, asked: null, address: '', countedAt }, 200);
  }

  async #show(
    req: Request,
    res: Response,
    name: string,
    report: Report | null,
    more: Record<string, unknown>,
    status: number,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    const data = {
      name,
      charts: (report?.charts ?? []).map((chart, at) => drawChart(chart, `chart-${at + 1}`, translator, language)),
      tables: (report?.tables ?? []).map((table) => shownTable(table, translator, language)),
      countedAt: await this.figures.countedAt(),
      every: COUNTED_EVERY_MINUTES,
      most: MOST_WEEKS,
      leastForShare: LEAST_FOR_A_SHARE,
      standings: null,
      prefix: status === 422 ? `${translator.text(language, 'forms:titlePrefix')} ` : '',
      ...more,
    };
    this.pages.show(req, res, 'reports/report', data, status);
  }

  #csv(res: Response, name: string, { tables }: Report): void {
    const table = tables.at(-1);
    const rows = table ? [...tableAsCsv(table, this.pages.translator, res.locals.language as Language)] : [];
    sendCsv(res, `report-${name}`);
    res.send(BYTE_ORDER_MARK + rows.join(''));
  }
}

const shownPeriod = ({ period, errors, typed }: AskedPeriod, today: string) => ({
  period,
  errors,
  today,
  fields: (['from', 'to'] as const).map((field) => ({
    field,
    value: typed[field],
    error: errors.find((error) => error.field === field) ?? null,
  })),
});
