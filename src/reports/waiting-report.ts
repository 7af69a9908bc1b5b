import { QUEUE_KINDS } from '../admin/queue.filter.js';
import { sumOf, type WaitingFigure } from './figures.js';
import { type Report } from './report.js';
import { AGE_NAMES } from './report.rules.js';

/** How long has waited what waits in each queue. */
export function waiting(figures: readonly WaitingFigure[]): Report {
  const of = (part: string): number => sumOf(figures.filter((one) => one.figure === 'waiting' && one.part === part));
  const queues = QUEUE_KINDS.map((kind) => {
    const ages = AGE_NAMES.map((age) => of(`${kind}/${age}`));
    const all = ages.reduce((sum, count) => sum + count, 0);
    const oldest = sumOf(figures.filter(({ figure, part }) => figure === 'waiting_oldest' && part === kind));
    return { name: { phrase: { key: `admin-queue:kind.${kind}` } }, ages, all, oldest: all > 0 ? oldest : null };
  });
  const oldest = queues.flatMap((queue) => queue.oldest ?? []);
  return {
    charts: [
      {
        name: { key: 'reports:waiting.chart' },
        unit: 'days',
        values: queues.map(({ name, oldest: value }) => ({ of: name, value })),
        mark: null,
      },
    ],
    tables: [
      {
        caption: { key: 'reports:waiting.caption' },
        columns: ['queue', ...AGE_NAMES.map((age) => `age_${age}`), 'all', 'oldest'],
        rows: queues.map(({ name, ages, all, oldest: days }) => [name, ...ages.map((count) => ({ count })), { count: all }, { days }]),
        total: [
          { phrase: { key: 'reports:total' } },
          ...AGE_NAMES.map((_age, at) => ({ count: queues.reduce((sum, { ages }) => sum + (ages[at] ?? 0), 0) })),
          { count: queues.reduce((sum, { all }) => sum + all, 0) },
          { days: oldest.length > 0 ? Math.max(...oldest) : null },
        ],
      },
    ],
  };
}
