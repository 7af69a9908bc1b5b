import { readdirSync, readFileSync } from 'node:fs';
import { type Constructor, type MigrationObject } from '@mikro-orm/core';
import { Migration } from '@mikro-orm/migrations';

/** The project's own, seen from src/database and from dist/database alike. */
const MIGRATIONS = new URL('../../migrations/', import.meta.url);

interface LoadedMigration extends MigrationObject {
  /** Its SQL. */
  readonly up: string;
}

/**
 * The migrations of a folder, in the order of their names (the file's without `.sql`). A file has lines `-- up` and `-- down`: what comes
 * before the first explains, then come the two parts. Throws when a file has other parts.
 * @param folder its URL ends in `/`
 */
export function loadMigrations(folder: URL = MIGRATIONS): LoadedMigration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const [up, down] = partsOf(file, readFileSync(new URL(encodeURIComponent(file), folder), 'utf8'));
      return { name: file.slice(0, -'.sql'.length), up, class: migration(up, down) };
    });
}

function partsOf(file: string, text: string): [up: string, down: string] {
  const marks = text.match(/^-- (?:up|down)\s*$/gm)?.map((mark) => mark.trim());
  if (marks?.join() !== '-- up,-- down') throw new Error(`${file}: expected one line "-- up", then one line "-- down".`);
  const [, up = '', down = ''] = text.split(/^-- (?:up|down)\s*$/m);
  return [up, down];
}

function migration(up: string, down: string): Constructor<Migration> {
  return class extends Migration {
    override up(): void {
      this.addSql(up);
    }

    override down(): void {
      this.addSql(down);
    }
  };
}
