import { MAILS } from '../mail/mail-contents.js';
import { RETURN_REASONS } from '../photos/finding.js';
import type { FigureName } from './day-figures.sql.js';
import { countOf, type Figure } from './figures.js';
import type { Period } from './period.js';
import { type Chart, type Report, shareOf } from './report.js';

const ARRIVALS = ['invitation_sent', 'reply_sent', 'photo_submitted', 'residence_confirmed', 'card_mailed'] as const;
const TOTAL = { phrase: { key: 'reports:total' } };

/** What arrived in each week, and what was done. */
export const ARRIVAL_FIGURES: readonly FigureName[] = ARRIVALS;
export function arrivals({ weeks }: Period, figures: readonly Figure[]): Report {
  const of = (name: FigureName, week?: string): number => countOf(name, week ? figures.filter((one) => one.week === week) : figures);
  return {
    charts: ARRIVALS.map((name) => columns(`reports:column.${name}`, 'count', weeks, (week) => of(name, week))),
    tables: [
      {
        caption: { key: 'reports:arrivals.caption' },
        columns: ['week', ...ARRIVALS],
        rows: weeks.map((week) => [{ week }, ...ARRIVALS.map((name) => ({ count: of(name, week) }))]),
        total: [TOTAL, ...ARRIVALS.map((name) => ({ count: of(name) }))],
      },
    ],
  };
}

/** The share of cards mailed by their promised day (S12). */
export const PROMISE_FIGURES: readonly FigureName[] = ['card_first_mailed', 'card_in_time'];
export function promise({ weeks }: Period, figures: readonly Figure[]): Report {
  const row = (rows: readonly Figure[]) => {
    const [mailed, inTime] = [countOf('card_first_mailed', rows), countOf('card_in_time', rows)];
    return { mailed, inTime, share: shareOf(inTime, mailed) };
  };
  const ofWeek = new Map(weeks.map((week) => [week, row(figures.filter((one) => one.week === week))]));
  const cells = ({ mailed, inTime, share }: ReturnType<typeof row>) => [{ count: mailed }, { count: inTime }, { share }];
  return {
    charts: [columns('reports:column.share_in_time', 'share', weeks, (week) => ofWeek.get(week)?.share ?? null)],
    tables: [
      {
        caption: { key: 'reports:promise.caption' },
        columns: ['week', 'card_first_mailed', 'card_in_time', 'share_in_time'],
        rows: [...ofWeek].map(([week, counted]) => [{ week }, ...cells(counted)]),
        total: [TOTAL, ...cells(row(figures))],
      },
    ],
  };
}

/** Why photos were returned (S17). A photo may have several reasons, so that shares add up to more than all. */
export const RETURN_FIGURES: readonly FigureName[] = ['photo_returned', 'return_reason'];
export function returns(_period: Period, figures: readonly Figure[]): Report {
  const returned = countOf('photo_returned', figures);
  const counted = RETURN_REASONS.map((reason) => ({
    name: { phrase: { key: `reports:reason.${reason}` } },
    count: countOf(
      'return_reason',
      figures.filter(({ part }) => part === reason),
    ),
  }));
  return {
    charts: [
      {
        name: { key: 'reports:returns.chart' },
        unit: 'count',
        values: counted.map(({ name, count }) => ({ of: name, value: count })),
        mark: null,
      },
    ],
    tables: [
      {
        caption: { key: 'reports:returns.caption' },
        columns: ['reason', 'photo_returned', 'share_returned'],
        rows: counted.map(({ name, count }) => [name, { count }, { share: shareOf(count, returned) }]),
        total: [{ phrase: { key: 'reports:returns.photos' } }, { count: returned }, { share: shareOf(returned, returned) }],
      },
    ],
  };
}

/** Mails that were given up, and mails that came back for good, by kind and week; weeks and kinds without any are left out of the table. */
export const MAIL_FIGURES: readonly FigureName[] = ['mail_failed', 'mail_bounced'];
export function mailFailures({ weeks }: Period, figures: readonly Figure[]): Report {
  const cells = (rows: readonly Figure[]) => MAIL_FIGURES.map((name) => ({ count: countOf(name, rows) }));
  const lines = Map.groupBy(figures, ({ week, part }) => `${week} ${part}`);
  return {
    charts: MAIL_FIGURES.map((name) =>
      columns(`reports:column.${name}`, 'count', weeks, (week) =>
        countOf(
          name,
          figures.filter((one) => one.week === week),
        ),
      ),
    ),
    tables: [
      {
        caption: { key: 'reports:mail.caption' },
        columns: ['week', 'mail', ...MAIL_FIGURES],
        rows: [...lines.values()].map((rows) => [
          { week: rows[0]?.week ?? '' },
          { phrase: mailNamed(rows[0]?.part ?? '') },
          ...cells(rows),
        ]),
        total: lines.size > 0 ? [TOTAL, { phrase: { key: 'reports:mail.all' } }, ...cells(figures)] : null,
      },
    ],
  };
}

/** By its subject, which names nobody; one that is no longer written has none. */
const mailNamed = (template: string) => ({ key: template in MAILS ? `mail:${template}.subject` : 'reports:mail.former' });

const columns = (name: string, unit: Chart['unit'], weeks: readonly string[], of: (week: string) => number | null): Chart => ({
  name: { key: name },
  unit,
  values: weeks.map((week) => ({ of: { week }, value: of(week) })),
  mark: null,
});
