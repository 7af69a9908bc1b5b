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

/** So often each form is sent before its fields are measured: until the engine has compiled what judges and shows it, anything is slow. */
const WARM = 10;
/** What else the process does in a moment is not the field's: where it counts, the least of so many. */
const TRIES = 5;

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
      const [first] = form.fields;
      for (let n = 0; first && n < WARM; n++) await sendLong(browser, form, first[0], longText(PATTERNS.letters, WITHIN_THE_LIMIT));
      for (const [field] of form.fields) {
        fields++;
        for (const [name, pattern] of Object.entries(PATTERNS)) {
          const text = longText(pattern, WITHIN_THE_LIMIT);
          const measure = () => cpuOf(portal, () => sendLong(browser, form, field, text));
          let cpu = await measure();
          for (let n = 1; n < TRIES && cpu > slowest.cpu; n++) cpu = Math.min(cpu, await measure());
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
