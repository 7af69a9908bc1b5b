import { DAY } from '../../src/clock.js';
import { addDays, dayOf } from '../../src/language/formats.js';
import type { CheckName, Finding } from '../../src/photos/finding.js';
import { DayCounting } from '../../src/reports/day-counting.service.js';
import type { TestPortal } from '../support/app.js';

/** The job's work, at once. */
export const count = (portal: TestPortal): Promise<void> => portal.get(DayCounting).count(portal.clock.now());

/** What the checks found: a warning of each of these checks, in a picture of that brightness. */
export function warnings(brightness: number | null, ...checks: CheckName[]): Finding[] {
  const about = { measured: 1, limit: 2, unit: '' } as const;
  const light = brightness === null ? {} : { params: { brightness } };
  return [
    { check: 'exposure_dark', outcome: checks.includes('exposure_dark') ? 'warning' : 'pass', ...about, ...light, reason: null },
    ...checks
      .filter((check) => check !== 'exposure_dark')
      .map((check) => ({ check, outcome: 'warning', ...about, reason: 'other' }) as const),
  ];
}

/** Figures of yesterday, as if so many photos had been decided on. */
export async function decided(portal: TestPortal, check: CheckName, warned: number, accepted: number, daysAgo = 1): Promise<void> {
  const day = addDays(dayOf(new Date(portal.clock.now().getTime() - DAY * daysAgo)), 0);
  await portal.sql('insert into report_day (day, counted_at) values ($1, $2) on conflict do nothing', [day, portal.clock.now()]);
  await portal.sql(`delete from report_figure where day = $1 and part = $2`, [day, `${check}/bright`]);
  await portal.sql(`insert into report_figure (day, figure, part, count) values ($1, 'warned', $3, $2)`, [day, warned, `${check}/bright`]);
  if (accepted > 0)
    await portal.sql(`insert into report_figure (day, figure, part, count) values ($1, 'warned_accepted', $3, $2)`, [
      day,
      accepted,
      `${check}/bright`,
    ]);
}
