import type pg from 'pg';
import { inPages } from '../database/in-pages.js';
import type { PhotoStore } from '../photos/photo-store.js';

type Asked = Pick<pg.Pool, 'query'>;

/** Cases a look; each goes in a transaction of its own. */
const BATCH = 50;

/** What a case's end is, and its last use, is decided in the database (migration 0018), which refuses to purge any other. */
const DUE = 'select id from case_file where id > $2 and case_is_over(id, $1) order by id limit';

export async function countClosed(pool: Asked, now: Date): Promise<{ cases: number; photos: number }> {
  const { rows } = await pool.query<{ cases: string; photos: string }>(
    `with due as materialized (select id from case_file where case_is_over(id, $1))
     select (select count(*) from due) as cases,
            (select count(*) from photo_attempt a join person p on p.id = a.person_id where p.case_file_id in (select id from due)) as photos`,
    [now],
  );
  return { cases: Number(rows[0]?.cases ?? 0), photos: Number(rows[0]?.photos ?? 0) };
}

/** Cases without any sign of use for as long, that nobody has closed: they stay, and are only told of. */
export async function countQuiet(pool: Asked, now: Date): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    'select count(*) as count from case_file where case_last_use(id) <= retention_limit($1) and not case_is_closed(id)',
    [now],
  );
  return Number(rows[0]?.count ?? 0);
}

/** The rows of a case go together; its photo files right after, and where a process dies in between, as stray files a day later. */
export async function purgeClosed(
  pool: Asked,
  photos: PhotoStore,
  now: Date,
  signal?: AbortSignal,
): Promise<{ cases: number; photos: number }> {
  const gone = { cases: 0, photos: 0 };
  const page = async (last: string) => (await pool.query<{ id: string }>(`${DUE} ${BATCH}`, [now, last])).rows;
  for await (const { id } of inPages(BATCH, page)) {
    if (signal?.aborted) break;
    const { rows: files } = await pool.query<{ key: string }>('select unnest(purge_case($1, $2)) as key', [id, now]);
    for (const { key } of files) await photos.delete(key);
    gone.cases++;
    gone.photos += files.length;
  }
  return gone;
}
