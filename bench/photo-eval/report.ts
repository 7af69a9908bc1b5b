import type { CrossValidation, Spread } from './cross-validation.js';
import type { Evaluation } from './evaluation.js';
import type { Rate } from './statistics.js';

/** The evaluation as a person reads it: plain text, tables in columns. */
export function reportOf(evaluation: Evaluation): string {
  const { half, portraits, pictures } = evaluation;
  const title = half === 'all' ? 'All people, the tuning half among them' : `The ${half} half of the people`;
  return [
    `${title}: ${portraits} good portraits, ${pictures} pictures judged. Intervals are 95 % (Clopper–Pearson).`,
    ...section('False returns: good portraits, as they are, at which a check warns', falseReturns(evaluation)),
    ...section('Defects: missed, of so many; at “none” wrongly warned', defects(evaluation)),
    ...section('Equals: a warning of these finds the defect as well', equals(evaluation)),
    ...section('Groups: false returns, and p of an exact test (Fisher, Freeman and Halton) that groups are alike', groups(evaluation)),
    ...section('Head and suggested frame', framing(evaluation)),
    ...section('Natural photos and pictures without a face, against their labels', natural(evaluation)),
    ...section('Times and memory of this run on this machine', costs(evaluation)),
    ...section('Pictures', evaluation.credits),
  ].join('\n');
}

/** Of checks whose limit was chosen on other people than those it judged. */
export function crossValidationReport(validations: readonly CrossValidation[]): string {
  const ranged = ({ mean, from, to }: Spread, said: (value: number) => string): string => `${said(mean)} [${said(from)}, ${said(to)}]`;
  const lines = validations.flatMap(({ check, people, limits, warned, missed }) => [
    `${check.padEnd(16)} ${people} people, limits ${ranged(limits, (value) => value.toFixed(3))}`,
    `${'  warned wrongly'.padEnd(16)} ${ranged(warned, percent)}`,
    ...Object.entries(missed).map(([defect, share]) => `${`  ${defect}`.padEnd(16)} ${ranged(share, percent)}`),
  ]);
  return [
    'Cross-validation: the limit chosen on one half of the people, shares of the other half; mean and 95 of 100 halves',
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] => ['', title, ...lines.map((line) => `  ${line}`)];

const falseReturns = ({ falseReturns, anyFalseReturn }: Evaluation): string[] => [
  ...Object.entries(falseReturns).map(([check, rate]) => `${check.padEnd(16)} ${said(rate)}`),
  `${'any of them'.padEnd(16)} ${said(anyFalseReturn)}`,
];

const defects = ({ defects }: Evaluation): string[] =>
  defects.map(({ defect, expected, missed, missedAt, others }) => {
    const where = missedAt.length > 0 ? `  at ${missedAt.join(', ')}` : '';
    const besides = Object.entries(others).map(([check, count]) => `${check} ${count}`);
    return `${defect.padEnd(16)} ${expected.padEnd(14)} ${said(missed)}${where}${besides.length > 0 ? `  besides: ${besides.join(', ')}` : ''}`;
  });

function equals({ equals }: Evaluation): string[] {
  const lines = Object.entries(equals).map(([defect, checks]) => `${defect.padEnd(16)} ${checks.join(', ')}`);
  return lines.length > 0 ? lines : ['none'];
}

function groups({ groups }: Evaluation): string[] {
  const names = Object.keys(groups.any.rates);
  const counts = (rates: Readonly<Record<string, Rate>>): string => names.map((name) => column(rates[name])).join('');
  return [
    `${''.padEnd(16)} ${names.map((name) => (name || 'not said').padEnd(18)).join('')}p`,
    `${'any check'.padEnd(16)} ${counts(groups.any.rates)}${groups.any.p.toFixed(3)}`,
    ...Object.entries(groups.checks).map(([check, { rates, p }]) => `${check.padEnd(16)} ${counts(rates)}${p.toFixed(3)}`),
    `${'defects missed'.padEnd(16)} ${counts(groups.misses)}(pictures of one person are not independent: no test)`,
  ];
}

const column = (rate: Rate | undefined): string => (rate ? `${rate.hits}/${rate.of}` : '–').padEnd(18);

const framing = ({ head, suggested }: Evaluation): string[] => [
  `height of the head against hand-placed points: mean error ${percent(head.mean)}, 95th percentile ${percent(head.p95)}, largest ${percent(head.max)} (${head.measured} heads)`,
  `the suggested frame passes head size and centring: ${suggested.passing} of ${suggested.framed}`,
  `the hand-placed head is 31 to 36 mm in it: ${suggested.truthWithinLimits} of ${suggested.framed}`,
  `no check has anything to say in it: ${suggested.withoutAnyFinding} of ${suggested.framed}${list(suggested.complaints)}`,
];

const list = (counts: Readonly<Record<string, number>>): string => {
  const entries = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return entries.length > 0 ? ` (${entries.join(', ')})` : '';
};

function natural({ natural }: Evaluation): string[] {
  const count = (key: 'expected' | 'found' | 'told' | 'missed'): number => natural.flatMap((photo) => photo[key]).length;
  const named = (title: string, checks: readonly string[]): string => (checks.length > 0 ? `; ${title}: ${checks.join(', ')}` : '');
  return [
    ...natural.map(({ file, expected, told, missed, besides }) => {
      const verdict = missed.length > 0 ? `MISSED ${missed.join(', ')}` : 'found';
      const label = `${file.padEnd(34)} ${expected.join(', ').padEnd(24)}`;
      return `${label} ${verdict}${named('as information', told)}${named('besides', besides)}`;
    }),
    `of ${count('expected')} labels ${count('found')} warn, ${count('told')} are told as information, ${count('missed')} are missed`,
  ];
}

const costs = ({ times, peakMemory }: Evaluation): string[] => [
  `a picture, from its bytes to the last finding: median ${times.median.toFixed(0)} ms, 95th percentile ${times.p95.toFixed(0)} ms (${times.judged} pictures, two at a time)`,
  `largest memory of the whole process that judges, both threads: ${(peakMemory / 1024 ** 2).toFixed(0)} MiB`,
];

const said = ({ hits, of, interval: [low, high] }: Rate): string =>
  `${`${hits}/${of}`.padEnd(8)} ${percent(of === 0 ? 0 : hits / of).padEnd(7)} ${`[${percent(low)}, ${percent(high)}]`.padEnd(17)}`;

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
