import type { GrownPortal } from './grown-portal.js';
import type { PlannedStatement, Scan } from './plans.js';

/** Between the largest and the smallest number of cases (TRUST.md 6). */
const MOST_RATIO = 1.5;
/** Rows: to read a smaller table whole is the quicker way, and no step of a plan looks at more. */
const LARGE = 10_000;

/** A page on one portal. */
export interface Measured {
  readonly plans: readonly PlannedStatement[];
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Microseconds of the portal's process a request. */
  readonly cpu: number;
}

const scansOf = ({ plans }: Measured): Scan[] => plans.flatMap(({ scans }) => [...scans]);
const isLarge = ({ kind, rows, read }: Scan): boolean => (kind === 'Seq Scan' && rows > LARGE) || read > LARGE;

/** @returns of the median, of 95 of 100, and of CPU; none when there is one portal only */
function ratiosOf(measured: readonly Measured[]): number[] {
  const [first, last] = [measured[0], measured.at(-1)];
  return first && last && first !== last ? [last.p50 / first.p50, last.p95 / first.p95, last.cpu / first.cpu] : [];
}

/** It takes longer where there are more cases. */
export const isOverInTime = (measured: readonly Measured[]): boolean => ratiosOf(measured).some((ratio) => ratio > MOST_RATIO);

/** The same, or a large table is read from end to end. */
export const isOver = (measured: readonly Measured[]): boolean => isOverInTime(measured) || measured.flatMap(scansOf).some(isLarge);

/** A table in Markdown, a row a page, each value from the smallest portal to the largest. */
export function printTable(
  portals: readonly GrownPortal[],
  rows: readonly { readonly page: string; readonly measured: readonly Measured[] }[],
): void {
  const head = [
    'Page',
    'Statements',
    'Plans',
    'Most rows of a step',
    'Blocks of 8 kB',
    'ms, median',
    'ms, 95 of 100',
    'CPU, ms',
    'Ratio: median · 95 · CPU',
  ];
  console.log(`| ${head.join(' | ')} |\n|${head.map(() => ' --- ').join('|')}|`);
  for (const { page, measured } of rows) {
    const each = (value: (one: Measured) => string): string => [...new Set(measured.map(value))].join(' → ');
    const times = (value: (one: Measured) => number): string => measured.map((one) => value(one).toFixed(1)).join(' → ');
    const large = measured.flatMap(scansOf).filter(isLarge);
    const cells = [
      page,
      each(({ plans }) => String(plans.length)),
      kindsOf(measured.at(-1)),
      each((one) => Math.max(0, ...scansOf(one).map(({ read }) => read)).toLocaleString('en')),
      each(({ plans }) => plans.reduce((sum, { blocks }) => sum + blocks, 0).toLocaleString('en')),
      times(({ p50 }) => p50),
      times(({ p95 }) => p95),
      times(({ cpu }) => cpu / 1000),
      [
        ratiosOf(measured)
          .map((ratio) => ratio.toFixed(2))
          .join(' · '),
        ...(isOver(measured) ? ['**over**'] : []),
        ...new Set(large.map(({ kind, table }) => `${kind} of \`${table}\``)),
      ].join(' '),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
  const filledIn = portals.map((one) => `${one.filledIn.toFixed(0)} s (${one.cases.toLocaleString('en')} cases)`).join(', ');
  const over = rows.filter(({ measured }) => isOver(measured)).length;
  console.log(
    `\nFilled in ${filledIn}. Over: ${over} of ${rows.length}; most ${MOST_RATIO} times between the sizes, and no step that looks at more than ${LARGE.toLocaleString('en')} rows.`,
  );
}

/** How often each kind of step reads a table; a whole table is a small one unless the last column says otherwise. */
function kindsOf(measured: Measured | undefined): string {
  const names: Record<string, string> = {
    'Index Scan': 'index',
    'Index Only Scan': 'index only',
    'Bitmap Heap Scan': 'bitmap',
    'Seq Scan': 'whole',
  };
  const counts = new Map<string, number>();
  for (const { kind } of measured ? scansOf(measured) : []) counts.set(names[kind] ?? kind, (counts.get(names[kind] ?? kind) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ') || '–';
}
