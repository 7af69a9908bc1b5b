import { CHECKS, type CheckName } from '../photos/finding.js';
import type { FigureName } from './day-figures.sql.js';
import { countOf, type Figure } from './figures.js';
import { type Report, shareOf } from './report.js';
import { BRIGHTNESS_NAMES, type Brightness, LEAST_FOR_A_SHARE, WOLF } from './report.rules.js';

/** How often a check warned of photos that were decided on, and how many of them officers accepted. */
export interface Ledger {
  readonly warned: number;
  readonly accepted: number;
}

export const FAIRNESS_FIGURES: readonly FigureName[] = ['warned', 'warned_accepted'];

/** Checks whose word is a warning: the first three are about the file, and must be fixed. */
export const WARNING_CHECKS: readonly CheckName[] = CHECKS.filter((check) => !['file_type', 'file_size', 'dimensions'].includes(check));
export const isWarningCheck = (name: string): name is CheckName => WARNING_CHECKS.some((check) => check === name);

/** One check's ledger, of all pictures or of those of one brightness. */
export function ledgerOf(check: CheckName, figures: readonly Figure[], brightness?: Brightness): Ledger {
  const mine = figures.filter(({ part }) => (brightness ? part === `${check}/${brightness}` : part.startsWith(`${check}/`)));
  return { warned: countOf('warned', mine), accepted: countOf('warned_accepted', mine) };
}

/** Each automatic warning against the officers' outcome (PORTAL.md 5), and whether it goes with how bright the picture is. */
export function fairness(figures: readonly Figure[]): Report {
  const checks = WARNING_CHECKS.map((check) => ({ check, name: named('check', check), ...ledgerOf(check, figures) }));
  const bands = checks.flatMap(({ check, name }) =>
    BRIGHTNESS_NAMES.map((brightness) => ({ name, brightness, ...ledgerOf(check, figures, brightness) })).filter(
      ({ warned }) => warned > 0,
    ),
  );
  const shares = checks.map(({ name, ...ledger }) => ({ of: name, value: acceptedOf(ledger) })).filter(({ value }) => value !== null);
  return {
    // a bar stands for a share: a check that warned too seldom for one has its row in the table, and no bar
    charts: shares.length > 0 ? [{ name: { key: 'reports:fairness.chart' }, unit: 'share', values: shares, mark: WOLF.accepted }] : [],
    tables: [
      {
        caption: { key: 'reports:fairness.caption' },
        columns: ['check', ...FIGURE_COLUMNS],
        rows: checks.map(({ name, ...ledger }) => [name, ...cells(ledger)]),
        total: null,
      },
      {
        caption: { key: 'reports:fairness.bands' },
        columns: ['check', 'brightness', ...FIGURE_COLUMNS],
        rows: bands.map(({ name, brightness, ...ledger }) => [name, named('brightness', brightness), ...cells(ledger)]),
        total: null,
      },
    ],
  };
}

const FIGURE_COLUMNS = ['warned', 'warned_accepted', 'share_accepted'];
const cells = (ledger: Ledger) => [{ count: ledger.warned }, { count: ledger.accepted }, { share: acceptedOf(ledger) }];
const acceptedOf = ({ warned, accepted }: Ledger): number | null => shareOf(accepted, warned, LEAST_FOR_A_SHARE);
const named = (list: 'check' | 'brightness', name: string) => ({ phrase: { key: `reports:${list}.${name}` } });
