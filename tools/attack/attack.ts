/**
 * `npm run attack [-- --only sqlmap,wapiti,slow,raw,timing,guessing]`: brings up a portal of its own with sample people, on loopback, attacks it
 * with tools and cases of our own, and prints one table. Ends with 1 when something was found. Twenty minutes at most.
 */
import { parseArgs } from 'node:util';
import { guessing } from './guessing.js';
import { endTools, type Outcome, type Part } from './part.js';
import { rawAttack } from './raw-attack.js';
import { slowAttack } from './slow-attack.js';
import { sqlInjection } from './sql-injection.js';
import { Target } from './target.js';
import { timing } from './timing.js';
import { webScan } from './web-scan.js';

/** The quiet ones first: timing on a portal that nothing else keeps busy. */
const PARTS: Record<string, Part> = { raw: rawAttack, timing, guessing, slow: slowAttack, sqlmap: sqlInjection, wapiti: webScan };
const LONGEST_MINUTES = 20;

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const chosen = only === undefined ? Object.keys(PARTS) : only.split(',');
const unknown = chosen.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

let target: Target | undefined;
const outcomes: (Outcome & { seconds: number })[] = [];
const tell = (line: string): void => console.error(`  ${line}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(130));
setTimeout(() => {
  console.error(`It did not end within ${LONGEST_MINUTES} minutes.`);
  print();
  void end(1);
}, LONGEST_MINUTES * 60_000).unref();

try {
  console.error('Starting a portal of its own, with sample people…');
  target = await Target.start();
  for (const name of Object.keys(PARTS).filter((part) => chosen.includes(part))) {
    const part = PARTS[name];
    if (!part) continue;
    console.error(`\n— ${name}`);
    const begun = performance.now();
    const outcome = await part(target, tell);
    const alive = target.isAlive ? [] : ['the portal ended'];
    outcomes.push({ ...outcome, findings: [...outcome.findings, ...alive], seconds: (performance.now() - begun) / 1_000 });
    if (!target.isAlive) break;
  }
  print();
  await end(outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0);
} catch (fault) {
  console.error(fault);
  await end(1);
}

function print(): void {
  const rows = outcomes.map(({ tool, cases, findings, skipped, seconds }) => [
    tool,
    skipped ?? cases,
    skipped ? 'skipped' : String(findings.length),
    `${seconds.toFixed(0)} s`,
  ]);
  const table = [['tool', 'cases', 'findings', 'time'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  console.log('');
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    );
  for (const { tool, findings, notes = [] } of outcomes) {
    for (const note of notes) console.log(`${tool}: ${note}`);
    for (const finding of findings) console.log(`FOUND by ${tool}: ${finding}`);
  }
  for (const fault of target?.faults.slice(0, 10) ?? []) console.log(`The portal's log: ${fault.slice(0, 1_500)}`);
}

async function end(code: number): Promise<void> {
  endTools();
  await target?.end();
  process.exit(code);
}
