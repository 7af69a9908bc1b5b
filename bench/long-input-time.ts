import { href } from '../src/language/routes.js';
import { crawl } from '../tools/attack/forms.js';
import { longText, PATTERNS, sendLong, WITHIN_THE_LIMIT } from '../tools/attack/long-input.js';
import type { Visitor } from '../tools/visitor.js';
import type { MeasuredServer } from './measured-server.js';

export interface Slowest {
  /** Milliseconds of CPU of one request. */
  readonly cpu: number;
  readonly where: string;
  readonly fields: number;
}

/** The CPU of the slowest field of all forms that these people are offered, filled to the limit of a form with each pattern (TRUST.md 4). */
export async function slowestLongInput(
  portal: MeasuredServer,
  people: readonly (readonly [Visitor, readonly string[]])[],
): Promise<Slowest> {
  let slowest: Slowest = { cpu: 0, where: '', fields: 0 };
  let fields = 0;
  for (const [browser, starts] of people) {
    const { forms } = await crawl(browser, starts, 40);
    await browser.visit(starts[0] ?? href('start', 'en'));
    for (const form of forms.filter(({ isUpload }) => !isUpload)) {
      for (const [field] of form.fields) {
        fields++;
        for (const [name, pattern] of Object.entries(PATTERNS)) {
          const text = longText(pattern, WITHIN_THE_LIMIT);
          const measure = () => cpuOf(portal, () => sendLong(browser, form, field, text));
          // what else the process did in that moment is not the field's: the better of two, where it counts
          let cpu = await measure();
          if (cpu > slowest.cpu) cpu = Math.min(cpu, await measure());
          if (cpu > slowest.cpu) slowest = { cpu, where: `${form.action.replace(/[0-9a-f-]{36}/g, ':id')}, ${field}, ${name}`, fields };
        }
      }
    }
  }
  return { ...slowest, fields };
}

async function cpuOf(portal: MeasuredServer, doing: () => Promise<unknown>): Promise<number> {
  const before = await portal.usage();
  await doing();
  return ((await portal.usage()).cpu - before.cpu) / 1_000;
}
