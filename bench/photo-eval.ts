/**
 * `npm run photo:eval -- DIR [--json] [--half tuning|held-out|all] [--defects FILE] [--cross-validate] [--write-baseline] [--baseline FILE]`:
 * how often the checks of a photo are wrong, on labelled portraits. DIR holds manifest.csv, the pictures it names, and
 * degrade.mjs, which makes labelled defects of them, unless FILE does (photo-variants.ts: others, for which there is no
 * baseline). `--cross-validate` adds how often checks err when their limit is chosen anew on other people. Compares each half with
 * its baseline, where that is of the same data, prints every worsening and then ends with 1; a wrong call, or a DIR without data, ends
 * with 2.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CALLED_FROM } from '../src/config.js';
import { type Baseline, baselineOf, ofTheSameData, readBaseline, worsenings, writeBaseline } from './photo-eval/baseline.js';
import { crossValidate } from './photo-eval/cross-validation.js';
import { evaluate } from './photo-eval/evaluation.js';
import { halfOf, PEOPLE_HALVES, type PeopleHalf } from './photo-eval/halves.js';
import { HALVES, type Half, readPortraits } from './photo-eval/portraits.js';
import { crossValidationReport, reportOf } from './photo-eval/report.js';
import { runTrials, type Trials } from './photo-eval/run.js';

const USAGE =
  'npm run photo:eval -- DIR [--json] [--half tuning|held-out|all] [--defects FILE] [--cross-validate] [--write-baseline] [--baseline FILE]';
const BASELINE = fileURLToPath(new URL('./photo-baseline.json', import.meta.url));

class WrongCall extends Error {}

async function main(): Promise<void> {
  const { folder, makers, half, json, cross, write, file } = argumentsOf();
  const portraits = readPortraits(folder, half, halfOf);
  // nothing judged would be nothing wrong
  if (!portraits.some(({ kind }) => kind === 'compliant')) throw new WrongCall(`There are no good portraits of half ${half} in ${folder}.`);
  const trials = await runTrials(folder, makers ?? join(folder, 'degrade.mjs'), portraits, (line) => console.error(line));
  // kilobytes, on every system
  const evaluation = evaluate(half, trials, process.resourceUsage().maxRSS * 1024);
  if (evaluation.defects.length === 0) throw new WrongCall(`${makers ?? `degrade.mjs in ${folder}`} makes no defects.`);
  const crossValidation = cross ? crossValidate(trials.trials) : [];
  process.stdout.write(
    json
      ? `${JSON.stringify(cross ? { ...evaluation, crossValidation } : evaluation, null, 2)}\n`
      : `${reportOf(evaluation)}${cross ? `\n\n${crossValidationReport(crossValidation)}` : ''}\n`,
  );
  if (makers !== null) return;
  const judged = PEOPLE_HALVES.filter((one) => half === 'all' || half === one);
  for (const one of judged) {
    const now = baselineOf(evaluate(one, only(one, trials), 0));
    if (write) {
      writeBaseline(file, one, now);
      console.error(`Written: ${file}, half ${one}`);
    } else compare(one, file, now);
  }
}

const only = (half: PeopleHalf, { trials, framing }: Trials): Trials => ({
  trials: trials.filter(({ portrait }) => halfOf(portrait.subject) === half),
  framing: framing.filter(({ portrait }) => halfOf(portrait.subject) === half),
});

/** Says what is worse than the file has it, and then lets this run end with 1. */
function compare(half: PeopleHalf, file: string, now: Baseline): void {
  const before = readBaseline(file, half);
  if (before === null) return console.error(`No baseline of half ${half} in ${file}.`);
  if (!ofTheSameData(before, now))
    return console.error(
      `Half ${half} is not compared with ${file}: that is of ${before.portraits} portraits and ${before.pictures} pictures, these are ${now.portraits} and ${now.pictures}.`,
    );
  const worse = worsenings(before, now);
  for (const line of worse) console.error(`Worse in half ${half}: ${line}`);
  if (worse.length > 0) process.exitCode = 1;
  else console.error(`Half ${half}: nothing is worse than in ${file}.`);
}

function argumentsOf() {
  const { values, positionals } = parsed();
  const [given] = positionals;
  if (given === undefined || positionals.length > 1) throw new WrongCall(`Name one folder: ${USAGE}`);
  const folder = placeOf(given);
  const missing = ['manifest.csv', 'degrade.mjs'].filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new WrongCall(`There are no labelled portraits in ${folder}: ${missing.join(' and ')} not found.`);
  if (!HALVES.includes(values.half as Half)) throw new WrongCall(`There is no half ${values.half}: ${USAGE}`);
  const makers = values.defects === undefined ? null : placeOf(values.defects);
  if (makers !== null && !existsSync(makers)) throw new WrongCall(`There is no file ${makers}.`);
  return {
    folder,
    makers,
    half: values.half as Half,
    json: values.json,
    cross: values['cross-validate'],
    write: values['write-baseline'],
    file: placeOf(values.baseline),
  };
}

const placeOf = (name: string): string => resolve(CALLED_FROM, name);

function parsed() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        half: { type: 'string', default: 'all' },
        defects: { type: 'string' },
        'cross-validate': { type: 'boolean', default: false },
        'write-baseline': { type: 'boolean', default: false },
        baseline: { type: 'string', default: BASELINE },
      },
    });
  } catch (fault) {
    throw new WrongCall(`${Error.isError(fault) ? fault.message : fault}\n${USAGE}`);
  }
}

main().catch((fault: unknown) => {
  console.error(fault instanceof WrongCall ? fault.message : fault);
  process.exitCode = fault instanceof WrongCall ? 2 : 1;
});
