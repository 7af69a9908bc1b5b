import { formatNumber, formatShortDate, formatUnit } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { say } from '../language/phrase.js';
import type { Translator } from '../language/translator.js';
import type { Chart } from './report.js';

/** A chart as numbers for the drawing (views/reports/chart.hbs), in units of one pixel on a narrow phone, so that its letters are 14 pixels there. */
export interface DrawnChart {
  readonly id: string;
  readonly name: string;
  /** What the chart shows, in a sentence. */
  readonly said: string;
  readonly width: number;
  readonly height: number;
  readonly bars: readonly Box[];
  readonly lines: readonly Line[];
  readonly texts: readonly { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end'; readonly text: string }[];
}
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly kind: 'axis' | 'mark';
}

const WIDTH = 288;
/** Of a chart by week: where the columns stand. */
const PLOT = { left: 44, right: 284, top: 12, bottom: 124 } as const;
const ROW = 44;
/** Room for a number beside the longest bar. */
const BAR = 224;

/** Columns by week, or a bar for each named thing. */
export function drawChart(chart: Chart, id: string, translator: Translator, language: Language): DrawnChart {
  const shown = (value: number): string => figureIn(chart.unit, value, language);
  const nameOf = (of: Chart['values'][number]['of']): string =>
    'week' in of ? formatShortDate(of.week, language) : say(translator, language, of.phrase);
  const byWeek = chart.values.every(({ of }) => 'week' in of);
  const drawn = byWeek ? columns(chart, shown, nameOf) : bars(chart, shown, nameOf);
  return {
    id,
    name: say(translator, language, chart.name),
    said: inWords(chart, shown, nameOf, translator, language),
    width: WIDTH,
    ...drawn,
  };
}

type Drawn = Pick<DrawnChart, 'height' | 'bars' | 'lines' | 'texts'>;
type Names = (of: Chart['values'][number]['of']) => string;

function columns(chart: Chart, shown: (value: number) => string, nameOf: Names): Drawn {
  const { values } = chart;
  const { left, right, top, bottom } = PLOT;
  const most = longest(chart);
  const step = (right - left) / values.length;
  const [first, last] = [values[0], values.at(-1)];
  return {
    height: 152,
    bars: values.map(({ value }, at) => {
      const height = ((value ?? 0) / most) * (bottom - top);
      return { x: fine(left + at * step + step * 0.12), y: fine(bottom - height), width: fine(step * 0.76), height: fine(height) };
    }),
    lines: [{ x1: left, y1: bottom, x2: right, y2: bottom, kind: 'axis' }],
    texts: [
      { x: left - 6, y: top + 5, anchor: 'end', text: shown(most) },
      { x: left - 6, y: bottom, anchor: 'end', text: shown(0) },
      ...(first ? [{ x: left, y: bottom + 20, anchor: 'start' as const, text: nameOf(first.of) }] : []),
      ...(last && last !== first ? [{ x: right, y: bottom + 20, anchor: 'end' as const, text: nameOf(last.of) }] : []),
    ],
  };
}

function bars(chart: Chart, shown: (value: number) => string, nameOf: Names): Drawn {
  const { values, mark } = chart;
  const most = longest(chart);
  const long = (value: number): number => fine((value / most) * BAR);
  const height = values.length * ROW;
  return {
    height,
    bars: values.map(({ value }, at) => ({ x: 0, y: at * ROW + 21, width: long(value ?? 0), height: 14 })),
    lines: [
      { x1: 0, y1: 0, x2: 0, y2: height, kind: 'axis' as const },
      // beside the bars only: it would cross the names
      ...values.flatMap((_value, at) => {
        if (mark === null) return [];
        const x = long(mark);
        return [{ x1: x, y1: at * ROW + 20, x2: x, y2: at * ROW + 38, kind: 'mark' as const }];
      }),
    ],
    texts: values.flatMap(({ of, value }, at) => [
      { x: 4, y: at * ROW + 15, anchor: 'start' as const, text: nameOf(of) },
      {
        x: Math.max(long(value ?? 0), mark === null ? 0 : long(mark)) + 6,
        y: at * ROW + 33,
        anchor: 'start' as const,
        text: value === null ? '–' : shown(value),
      },
    ]),
  };
}

/** The value that a column or bar of full length stands for. */
const longest = ({ values, unit }: Chart): number => (unit === 'share' ? 1 : Math.max(1, ...values.map(({ value }) => value ?? 0)));

/** The largest and the smallest, by name; the table beside it says the rest. */
function inWords(
  { values, unit }: Chart,
  shown: (value: number) => string,
  nameOf: Names,
  translator: Translator,
  language: Language,
): string {
  const known = values.flatMap(({ of, value }) => (value === null ? [] : [{ of, value }])).sort((one, other) => other.value - one.value);
  const [most, least] = [known[0], known.at(-1)];
  if (!most || !least || most.value === 0) return translator.text(language, 'reports:chart.empty');
  const text = {
    most: shown(most.value),
    mostAt: nameOf(most.of),
    least: shown(least.value),
    leastAt: nameOf(least.of),
  };
  return translator.text(language, `reports:chart.${unit === 'days' ? 'age' : 'number'}${'week' in most.of ? 'Weeks' : ''}`, text);
}

/** A number as pages say it. */
export function figureIn(unit: Chart['unit'], value: number, language: Language): string {
  return unit === 'share' ? formatUnit(Math.round(value * 100), '%', language) : formatNumber(value, language);
}

const fine = (value: number): number => Math.round(value * 10) / 10;
