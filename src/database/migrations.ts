import { readdirSync, readFileSync } from 'node:fs';
import { type Constructor, type MigrationObject } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';

/** The project's own, seen from src/database and from dist/database alike. */
const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/**
 * The migrations of a folder, in the order of their names (the file's without `.sql`). A file has lines `-- up` and `-- down`: what comes
 * before the first explains, then come the two parts. Throws when a file has other parts.
 * @param folder its URL ends in `/`
 */
export function loadMigrations(folder: URL = MIGRATIONS): MigrationObject[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.sql'.length),
      class: migration(file, readFileSync(new URL(encodeURIComponent(file), folder), 'utf8')),
    }));
}

function migration(file: string, text: string): Constructor<Migration> {
  const marks = text.match(/^-- (?:up|down)\s*$/gm)?.map((mark) => mark.trim());
  if (marks?.join() !== '-- up,-- down') throw new Error(`${file}: expected one line "-- up", then one line "-- down".`);
  const [, up = '', down = ''] = text.split(/^-- (?:up|down)\s*$/m);
  return class extends Migration {
    override up(): void {
      this.addSql(up);
    }

    override down(): void {
      this.addSql(down);
    }
  };
}
