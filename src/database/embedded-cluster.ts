import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RunAs } from './embedded-user.js';

/** The name of the cluster's superuser; only the launcher and `prepareDatabase` sign in as it. */
export const SUPERUSER = 'postgres';

/** What `postmaster.pid` says of the server that uses a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** It takes connections now, if only to read as a standby: neither starting, recovering nor stopping. */
  readonly ready: boolean;
}

/**
 * Makes the cluster unless it is there. It is made aside and renamed, so that there is never half a cluster, and of two processes that
 * make it at once one wins and the other uses it.
 */
export function makeCluster(data: string, native: string, as: RunAs, quick: boolean): void {
  if (existsSync(join(data, 'PG_VERSION'))) return;
  removeLeftovers(data);
  const aside = `${data}.new-${process.pid}`;
  const cluster = join(aside, 'cluster');
  const password = join(aside, 'password');
  const own = (path: string) => as.owner && chownSync(path, as.owner.uid, as.owner.gid);
  try {
    mkdirSync(aside, { mode: 0o700 });
    mkdirSync(cluster, { mode: 0o700 });
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    for (const path of [aside, cluster, password]) own(path);
    // The built-in locale makes the same cluster on every machine. It sorts by code point: names are put in order by a collation.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = [`--username=${SUPERUSER}`, '--auth=scram-sha-256', `--pwfile=${password}`];
    const [program = '', ...args] = [...as.prefix, join(native, 'bin/initdb'), '-D', cluster, ...access, ...locale];
    const made = spawnSync(program, [...args, ...(quick ? ['--no-sync'] : [])], { ...as.options, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`, { cause: made.error });
    renameSync(password, passwordFile(cluster));
    try {
      renameSync(cluster, data);
    } catch (fault) {
      if (!existsSync(join(data, 'PG_VERSION'))) throw fault;
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** The superuser's password is in the cluster it opens, so that both come into being in one rename. */
export function superuserPassword(data: string): string {
  return readFileSync(passwordFile(data), 'utf8');
}

/**
 * The server that uses the cluster, or undefined. PostgreSQL believes a `postmaster.pid` whose process is alive, whatever that process is,
 * and after a crash the number may be anybody's: a file that names something else than this cluster's server is removed here.
 */
export function postmaster(data: string): Postmaster | undefined {
  const file = join(data, 'postmaster.pid');
  const said = readOrNothing(file);
  if (said === '') return undefined;
  // pid, folder, start, port, socket folder, address, shared memory, status
  const [pid, , , port, , , , status] = said.split('\n');
  if (isPostgresOf(data, Number(pid)))
    return { pid: Number(pid), port: Number(port), ready: ['ready', 'standby'].includes(status?.trim() ?? '') };
  removeStale(file, said);
  return undefined;
}

function removeStale(file: string, said: string): void {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readOrNothing(aside) !== said) linkSync(aside, file); // a server started between the look and the removal: give its file back
  } catch {
    // somebody else removed it, or a newer server has its own already
  }
  rmSync(aside, { force: true });
}

function isPostgresOf(data: string, pid: number): boolean {
  if (!(pid > 0)) return false;
  const command = existsSync('/proc/self/cmdline')
    ? readOrNothing(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
    : spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout;
  return /^.*\bpostgres -D /.test(command) && command.includes(` ${data} `); // not its keeper: that one's first line is not the server's
}

/** Folders of processes that were ended while they made a cluster. */
function removeLeftovers(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const [, pid] = name.startsWith(`${basename(data)}.new-`) ? name.split('.new-') : [];
    if (pid && (Number(pid) === process.pid || !isAlive(Number(pid)))) rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function passwordFile(data: string): string {
  return join(data, 'superuser.password');
}
