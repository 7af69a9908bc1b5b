import { href } from '../../src/language/routes.js';
import { folded } from '../../src/privacy/normalise.js';
import { median, type Part, percentile } from './part.js';
import type { Target } from './target.js';

const PAIRS = 80;
/** A stranger can tell two accounts apart from here on: this unlikely by chance, and by more than a twentieth. */
const UNLIKELY = 0.001;
const DIFFERENCE = 0.05;

/** Whether the time of an answer tells if an account exists (TRUST.md 14): known and unknown in turn, each from a new address. */
export const timing: Part = async (target, tell) => {
  const [findings, notes]: [string[], string[]] = [[], []];
  const known = ['signedIn', 'declared', 'addressed', 'photoWaiting', 'cardMailed'].map((stage) => target.someone(stage).signIn.username);
  const ways: [string, (target: Target, username: string) => Promise<number>, readonly string[]][] = [
    ['signing in', signInTime, known],
    ['asking for a password link', resetTime, known],
    // nobody else has a temporary password; the first request makes an officer's row, the others find it
    ['asking for a new temporary password', reissueTime, [target.someone('temporary').signIn.username]],
  ];
  for (const [name, ask, known] of ways) {
    tell(`timing: ${name}`);
    const [there, nowhere]: [number[], number[]] = [[], []];
    for (let pair = 0; pair < PAIRS; pair++) {
      const username = known[pair % known.length] ?? '';
      // in turn, so that what else the machine does falls on both alike
      const one = async () => there.push(await ask(target, username));
      const other = async () => nowhere.push(await ask(target, unknownLike(username, pair)));
      for (const next of pair % 2 ? [one, other] : [other, one]) await next();
    }
    const [a, b, p] = [median(there), median(nowhere), chanceOf(there, nowhere)];
    const spread = `${percentile(there, 90).toFixed(1)} and ${percentile(nowhere, 90).toFixed(1)} ms for 90 %`;
    notes.push(
      `${name}, ${PAIRS} pairs: known ${a.toFixed(1)} ms, unknown ${b.toFixed(1)} ms, ${spread}, p ${p.toFixed(3)} (Mann–Whitney)`,
    );
    if (p < UNLIKELY && Math.abs(a - b) / b > DIFFERENCE)
      findings.push(`${name}: the time tells whether an account exists (${a.toFixed(1)} and ${b.toFixed(1)} ms)`);
  }
  await theOfficeWasAsked(target);
  return { tool: 'timing', cases: `${ways.length} ways, ${PAIRS} pairs each`, findings, notes };
};

/** Of the same shape and length, `k7mx-9901-p2`: another shape is refused before anything is looked for. */
const unknownLike = (username: string, number: number): string =>
  username.slice(0, 5) + String(number).padStart(4, '9') + username.slice(9);

async function signInTime(target: Target, username: string): Promise<number> {
  const browser = await target.visitor().visit(href('signIn', 'en'));
  return sent(browser, href('signIn', 'en'), { username, password: 'not the password of anybody' });
}

async function resetTime(target: Target, username: string): Promise<number> {
  const browser = await target.visitor().visit(href('passwordReset', 'en'));
  return sent(browser, href('passwordReset', 'en'), { usernameOrEmail: username });
}

async function reissueTime(target: Target, username: string): Promise<number> {
  const browser = await target.visitor().visit(href('temporaryPassword', 'en'));
  return sent(browser, href('temporaryPassword', 'en'), { applicationNumber: username, email: emailOf(target.someone('temporary').name) });
}

/** As in the sample cases: “given.family”. */
const emailOf = (name: string): string => `${name.split(' ').map(folded).join('.')}@example.test`;

/** Otherwise both were unknown, and their times told nothing. */
async function theOfficeWasAsked(target: Target): Promise<void> {
  const list = await (await target.signedIn('officer')).visit(href('adminPasswordRequests', 'en'));
  const { name } = target.someone('temporary');
  if (!list.text.includes(name)) throw new Error(`no request for a temporary password of ${name} reached the office`);
}

async function sent(browser: Awaited<ReturnType<Target['signedIn']>>, path: string, fields: Record<string, string>): Promise<number> {
  const body = new URLSearchParams({ ...fields, _csrf: browser.csrfToken }).toString();
  const begun = performance.now();
  await browser.raw('POST', path, { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' }, body);
  return performance.now() - begun;
}

/** How likely two samples differ so much by chance: Mann–Whitney's U with the normal approximation, two-sided. */
export function chanceOf(one: readonly number[], other: readonly number[]): number {
  let wins = 0;
  for (const a of one) for (const b of other) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const mean = (one.length * other.length) / 2;
  const deviation = Math.sqrt((one.length * other.length * (one.length + other.length + 1)) / 12);
  return 2 * (1 - normal(Math.abs(wins - mean) / deviation));
}

/** The normal distribution (Abramowitz and Stegun, 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
