/**
 * `npm run dev`: builds and starts the portal, and starts it again whenever something it is made of changes: code, views, texts,
 * migrations. What stands under public/ is read for each request, so it needs no new start. A build that fails leaves the running portal alone.
 */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NODE = join(ROOT, 'node_modules/.bin/node');
/** Editors write a file in several steps. */
const SETTLED_AFTER = 200;

let portal;
let working = false;
let changed = false;
let timer;

for (const folder of ['src', 'views', 'locales', 'migrations']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), SETTLED_AFTER);
  });
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    await stop();
    process.exit(0);
  });
}
await renew();

/** One at a time; what changes meanwhile is built next. */
async function renew() {
  changed = true;
  if (working) return;
  working = true;
  while (changed) {
    changed = false;
    if (!(await build())) continue;
    await stop();
    start();
  }
  working = false;
}

function build() {
  const args = [join(ROOT, 'node_modules/@swc/cli/bin/swc.js'), 'src', '-d', 'dist', '--strip-leading-paths', '--quiet'];
  const build = spawn(NODE, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((done) => build.once('close', (code) => done(code === 0)));
}

function start() {
  const started = spawn(NODE, ['--enable-source-maps', 'dist/main.js'], { cwd: ROOT, stdio: 'inherit' });
  portal = started;
  started.once('close', (code) => {
    if (portal !== started) return;
    portal = undefined;
    if (code) console.log('The portal ended with a fault; it starts again when a file is saved.');
  });
}

async function stop() {
  const running = portal;
  if (!running) return;
  portal = undefined;
  const ended = new Promise((done) => running.once('close', done));
  running.kill('SIGTERM');
  await ended;
}
