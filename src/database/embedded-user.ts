import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How PostgreSQL's programs are started: the words put before theirs, and what to give to spawn. */
export interface RunAs {
  readonly prefix: readonly string[];
  readonly options: { readonly cwd: '/'; readonly env: Record<string, string>; readonly uid?: number; readonly gid?: number };
  /** Whose the files made for PostgreSQL must be; undefined when they stay ours. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** `env` is not the caller's: neither its language, its time zone nor its PG… settings may change what the server does. */
const PLAIN = {
  cwd: '/',
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
} as const;

/** Exists by number on every Linux, whether or not it has a name. */
const NOBODY = 65534;

/**
 * PostgreSQL refuses to run as root. Finds a way in which it runs, without creating a user and without changing the rights of any folder
 * but its own. Throws when the cluster is another user's, or when no way works.
 * @param data absolute path of the cluster, which need not exist yet; its parent must
 */
export function runAs(data: string, native: string): RunAs {
  const me = process.getuid?.();
  const made = existsSync(data) ? statSync(data) : undefined;
  if (me !== 0) {
    if (made && made.uid !== me) throw new Error(`${data} belongs to another user (${made.uid}). Start as that user, or set DATABASE_URL.`);
    return { prefix: [], options: PLAIN, owner: undefined };
  }
  const reaches = ['sh', '-c', '"$0" --version && cd "$1"', join(native, 'bin/postgres'), dirname(data)];
  if (made && made.uid !== 0) return asUser(made.uid, made.gid, reaches); // inside a namespace the files of others are out of reach
  const namespace = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
  if (works([...namespace, ...reaches])) return { prefix: namespace, options: PLAIN, owner: undefined };
  const nobody = asUser(NOBODY, NOBODY, reaches);
  if (made) giveTo(data, NOBODY); // made where namespaces were allowed, and here they are not
  return nobody;
}

function asUser(uid: number, gid: number, reaches: readonly string[]): RunAs {
  const owner = { uid, gid };
  if (works(reaches, owner)) return { prefix: [], options: { ...PLAIN, ...owner }, owner };
  // A clone under a home with mode 0700: of root's rights, keep the one to pass through folders (containers often know only the wider one).
  // no_setuid_fixup: otherwise access(2), by which initdb looks for its programs, would leave that right out.
  for (const right of ['+dac_read_search', '+dac_override']) {
    const become = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
    const prefix = [...become, `--inh-caps=${right}`, `--ambient-caps=${right}`, '--'];
    if (works([...prefix, ...reaches])) return { prefix, options: PLAIN, owner };
  }
  const where = reaches.at(-1);
  throw new Error(`PostgreSQL cannot run as root, and user ${uid} cannot reach ${where}. Start as another user, or set DATABASE_URL.`);
}

function works(command: readonly string[], user?: { uid: number; gid: number }): boolean {
  const [program = '', ...args] = command;
  return spawnSync(program, args, { ...PLAIN, ...user, stdio: 'ignore' }).status === 0;
}

function giveTo(folder: string, uid: number): void {
  chownSync(folder, uid, uid);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    chownSync(join(entry.parentPath, entry.name), uid, uid);
}
