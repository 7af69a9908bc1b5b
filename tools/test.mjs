/**
 * All tests, part by part, each with its time; the last line is `N passed, N failed`, with `, N skipped` when some were.
 * Types and linter count as one test each.
 *
 * node tools/test.mjs [--only types,lint,main,guards,browser] [what Jest takes: -t "a name", a file …]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GIGABYTE = 1024 ** 3;
/** A process that has tried a hundred files takes up to two gigabytes, the database and a browser one more. */
const WORKERS = availableParallelism() >= 2 && process.availableMemory() > 5 * GIGABYTE ? 2 : 1;
/** A part that hangs is a failure, not a wait without end. Three times what it takes, since the same machine can be half as fast at another hour. */
const LONGEST_MINUTES = 40;

const SEPARATE = ['guards', 'browser'];
const PARTS = {
  types: { title: 'Types: tsc over src, test, bench and tools', run: () => tool('node_modules/typescript/bin/tsc', '--noEmit') },
  lint: { title: 'Linter', run: () => tool('node_modules/@biomejs/biome/bin/biome', 'lint', '--error-on-warnings') },
  main: {
    title: 'Rules, journeys and modules',
    run: () => jest('--testPathIgnorePatterns', '/node_modules/', ...SEPARATE.map((name) => `/test/${name}/`)),
  },
  guards: { title: 'Guards', run: () => jest('test/guards/') },
  browser: { title: 'Browser', run: () => jest('test/browser/') },
};

const given = process.argv.slice(2).filter((argument) => argument !== '--');
const at = given.indexOf('--only');
const only = at < 0 ? Object.keys(PARTS) : (given.splice(at, 2)[1] ?? '').split(',');
const unknown = only.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}

let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    child?.kill(signal);
    process.exitCode = 1;
  });
}

const results = [];
for (const name of Object.keys(PARTS).filter((part) => only.includes(part))) {
  const { title, run } = PARTS[name];
  console.log(`\n— ${title}`);
  const begun = performance.now();
  const result = await run();
  results.push({ title, ...result, seconds: (performance.now() - begun) / 1000 });
  if (process.exitCode) break;
}

console.log('');
for (const { title, passed, failed, skipped, seconds } of results) {
  console.log(`${title}: ${said(passed, failed, skipped)} in ${seconds.toFixed(1)} s`);
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
if (sum('failed') > 0) process.exitCode = 1;
console.log(said(sum('passed'), sum('failed'), sum('skipped')));

function said(passed, failed, skipped) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function tool(...args) {
  const code = await node(args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** Runs Jest and reads its own count; a run that ended without one, or with a code that its count does not explain, is a failure. */
async function jest(...args) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-test-'));
  const file = join(folder, 'result.json');
  const code = await node([
    '--import',
    './tools/swc.mjs',
    'node_modules/jest/bin/jest.js',
    // first: an option that takes several values would swallow the names of files
    ...given,
    ...args,
    `--maxWorkers=${WORKERS}`,
    '--passWithNoTests',
    '--json',
    `--outputFile=${file}`,
  ]);
  const { passed, failed, skipped } = countsOf(file);
  rmSync(folder, { recursive: true, force: true });
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

function countsOf(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

function node(args) {
  return new Promise((resolve) => {
    child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
    const timer = setTimeout(() => {
      console.error(`It did not end within ${LONGEST_MINUTES} minutes.`);
      child.kill('SIGKILL');
    }, LONGEST_MINUTES * 60_000);
    child.once('error', (fault) => {
      console.error(fault.message);
      clearTimeout(timer);
      resolve(1);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}
