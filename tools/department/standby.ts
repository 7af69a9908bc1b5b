import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../src/database/embedded.js';

/** Of a copy these would be the first one's own. */
const NOT_COPIED = /\/(?:postmaster\.(?:pid|opts)|pg_replslot\/.+|pg_wal\/.+)$/;

/**
 * Makes a standby of a running server, as pg_basebackup would, which doesn't come with the embedded one: it follows the server's stream, and from
 * then on nothing is acknowledged that it hasn't on its disk.
 * @param from the running server's folder
 * @param folder of the new one
 */
export async function aStandby(primary: EmbeddedPostgres, from: string, folder: string): Promise<EmbeddedPostgres> {
  const client = new pg.Client({ connectionString: primary.url() });
  client.on('error', () => {}); // it is lost later
  await client.connect();
  try {
    await client.query(`select pg_backup_start('standby', true)`);
    const data = join(folder, 'data');
    mkdirSync(folder, { recursive: true });
    cpSync(join(from, 'data'), data, { recursive: true, filter: (path) => !NOT_COPIED.test(path) });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
    writeFileSync(join(data, 'standby.signal'), '');
    const { hostname, port, username, password } = new URL(primary.url());
    appendFileSync(
      join(data, 'postgresql.auto.conf'),
      `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\nsynchronous_standby_names = ''\n`,
    );
    const standby = await startPostgres({ folder, adopt: false });
    await client.query(`alter system set synchronous_standby_names = '*'`);
    await client.query('select pg_reload_conf()');
    return standby;
  } finally {
    await client.end();
  }
}

/** The standby takes the place of the one it followed. */
export async function promote(standby: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: standby.url() });
  await client.connect();
  try {
    await client.query('select pg_promote()');
  } finally {
    await client.end();
  }
}
