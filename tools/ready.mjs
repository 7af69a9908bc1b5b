/**
 * Makes a fresh or changed clone ready to run: installs the locked packages, then builds. Does only what is needed and says one line for
 * each thing it does, on stderr: what a command of ours writes to stdout may be read by a program. Plain JavaScript without packages,
 * because it runs before there are any, on whatever Node (20 or later) is there.
 *
 * node tools/ready.mjs [--no-build]
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE = join(ROOT, 'node_modules/.bin/node');
const NODE_MAJOR = 24;
const INSTALLED = join(ROOT, 'node_modules/.installed');
const BUILT = join(ROOT, 'dist/.built');
const LOCK = join(ROOT, 'var/ready.lock');

/** The command that runs now, to be stopped with us. */
let child;
let interrupted;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    interrupted = code;
    child?.kill(signal); // when it has ended, so do we, and the lock is given back
  });
}

try {
  const build = !process.argv.includes('--no-build');
  const needed = () => needsInstall() || !existsSync(NODE) || (build && needsBuild());
  if (needed()) {
    await locked(async () => {
      // looked at again: while we waited, another process may have done it
      if (needsInstall()) await install();
      if (!existsSync(NODE)) provideNode();
      if (build && needsBuild()) await compile();
    });
  }
} catch (fault) {
  if (!interrupted) console.error(fault.message);
  process.exitCode = interrupted ?? 1;
}

function needsInstall() {
  return readOrNothing(INSTALLED) !== lockfileHash();
}

async function install() {
  console.error('Installing the packages of package-lock.json…');
  const hash = lockfileHash();
  // dev too, whatever NODE_ENV says: the build needs them
  const args = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  if (npm && basename(npm) === 'npm-cli.js') await run(process.execPath, [npm, ...args]);
  else await run('npm', args);
  provideNode();
  writeFileSync(INSTALLED, hash); // last, so that an install that was broken off is begun again
}

function lockfileHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** npm brings Node for Linux with glibc. Elsewhere the Node that runs this takes its place, if it is new enough. */
function provideNode() {
  if (existsSync(NODE) && spawnSync(NODE, ['--version']).status === 0) return;
  if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
    const here = `${process.platform}-${process.arch}`;
    throw new Error(`npm has no Node for ${here}: install Node ${NODE_MAJOR} or later (this is ${process.version}), then try again.`);
  }
  console.error(`Using the Node of this machine, ${process.version}.`);
  mkdirSync(join(ROOT, 'node_modules/.bin'), { recursive: true });
  rmSync(NODE, { force: true });
  symlinkSync(realpathSync(process.execPath), NODE);
}

function needsBuild() {
  if (!existsSync(BUILT)) return true;
  const settings = readdirSync(ROOT).filter((name) => /^tsconfig.*\.json$/.test(name) || name === '.swcrc' || name === 'nest-cli.json');
  return newest(['src', ...settings].map((name) => join(ROOT, name))) > statSync(BUILT).mtimeMs;
}

/** Folders count as well: a deleted file changes nothing else. */
function newest(paths) {
  return paths.reduce((time, path) => {
    const stat = statSync(path);
    const within = stat.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : 0;
    return Math.max(time, stat.mtimeMs, within);
  }, 0);
}

async function compile() {
  console.error('Building…');
  const begun = new Date(); // what changes during the build is built next time
  rmSync(BUILT, { force: true });
  await run(NODE, [join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js'), 'build'], { quiet: true });
  writeFileSync(BUILT, '');
  utimesSync(BUILT, begun, begun);
}

/** Runs a command of ours to its end; a quiet one is heard only when it fails. */
function run(command, args, { quiet = false } = {}) {
  if (interrupted) throw new Error('interrupted');
  return new Promise((resolve, reject) => {
    let said = '';
    child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', quiet ? 'pipe' : process.stderr, quiet ? 'pipe' : 'inherit'] });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
    child.once('error', reject);
    child.once('close', (code) => {
      child = undefined;
      if (code === 0 && !interrupted) resolve();
      else reject(new Error(`${said}${[basename(command), ...args].join(' ')} failed${code === null ? '' : ` with ${code}`}.`));
    });
  });
}

/** One at a time in a clone. The lock is a link that names its owner's process: made in one act, it is never there without its owner. */
async function locked(work) {
  mkdirSync(join(ROOT, 'var'), { recursive: true });
  for (let said = false; ; await wait(200)) {
    if (interrupted) throw new Error('interrupted');
    try {
      symlinkSync(String(process.pid), LOCK);
      break;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }
    if (removeStaleLock() || said) continue;
    console.error('Waiting for another process that makes this clone ready…');
    said = true;
  }
  try {
    await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

/** Returns whether the lock is gone. */
function removeStaleLock() {
  const owner = lockOwner(LOCK);
  if (owner === undefined) return true;
  if (isAlive(owner) && owner !== process.pid) return false;
  const aside = `${LOCK}.${process.pid}`;
  try {
    renameSync(LOCK, aside);
    if (lockOwner(aside) !== owner) renameSync(aside, LOCK); // somebody took it between the look and the removal: give it back
  } catch {
    // somebody else removed it
  }
  rmSync(aside, { force: true });
  return true;
}

function lockOwner(path) {
  try {
    return Number(readlinkSync(path));
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    return fault.code === 'EPERM';
  }
}

function readOrNothing(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
