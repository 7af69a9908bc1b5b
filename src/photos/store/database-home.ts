import type pg from 'pg';
import type { PhotoHome, StoredPhoto } from './photo-home.js';

const PAGE = 500;

/** Photos in the database's own table (migration 0085): for an office of one machine, whose backups then are of one thing. */
export class DatabaseHome implements PhotoHome {
  readonly #pool: Pick<pg.Pool, 'query'>;

  constructor(pool: Pick<pg.Pool, 'query'>) {
    this.#pool = pool;
  }

  async put(key: string, sealed: Uint8Array): Promise<void> {
    await this.#pool.query(
      'insert into photo_object (key, bytes) values ($1, $2) on conflict (key) do update set bytes = $2, written_at = clock_timestamp()',
      [key, sealed],
    );
  }

  async get(key: string): Promise<Buffer | null> {
    const { rows } = await this.#pool.query<{ bytes: Buffer }>('select bytes from photo_object where key = $1', [key]);
    return rows[0]?.bytes ?? null;
  }

  async delete(key: string): Promise<void> {
    await this.#pool.query('delete from photo_object where key = $1', [key]);
  }

  async *all(): AsyncGenerator<StoredPhoto> {
    for (let last: string | null = null, full = true; full; ) {
      const { rows }: pg.QueryResult<{ key: string; written_at: Date }> = await this.#pool.query(
        'select key, written_at from photo_object where $1::uuid is null or key > $1 order by key limit $2',
        [last, PAGE],
      );
      for (const { key, written_at } of rows) yield { name: key, writtenAt: written_at, remove: () => this.delete(key) };
      last = rows.at(-1)?.key ?? null;
      full = rows.length === PAGE;
    }
  }

  async check(): Promise<void> {
    await this.#pool.query('select from photo_object limit 1');
  }
}
