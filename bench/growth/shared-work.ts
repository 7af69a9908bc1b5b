import type pg from 'pg';
import { CARDS_A_BATCH } from '../../src/cards/batches/card-batch.rules.js';

/** So many cases come in one table of cases. */
const CASES_AN_IMPORT = 200;

/** What belongs to several cases and is not copied with any of them: batches of the cards that were printed, and tables of cases. */
export async function layShared(db: pg.Client, cases: number): Promise<void> {
  await db.query(`create temporary table printed as
    select c.id, c.printed_at at, row_number() over (order by c.printed_at, c.id)::int - 1 n from card c
     where c.printed_at is not null and not exists (select from card_batch_place p where p.card_id = c.id and p.withdrawn_at is null)`);
  await db.query(
    `insert into card_batch (id, number, made_at, made_by, downloads, last_download_at, last_download_by, last_sha256)
     select md5('batch ' || n / $1)::uuid, 'LOT-' || upper(substr(md5((n / $1)::text), 1, 12)), max(at), o.id, 1, max(at), o.id, repeat('0', 64)
       from printed, (select id from account where role = 'card_clerk' limit 1) o group by n / $1, o.id`,
    [CARDS_A_BATCH],
  );
  await db.query(
    `insert into card_batch_place (id, batch_id, card_id, position, card_number)
     select md5('place ' || n)::uuid, md5('batch ' || n / $1)::uuid, id, n % $1 + 1, 'P' || lpad(upper(to_hex(n)), 8, '0') from printed`,
    [CARDS_A_BATCH],
  );
  await db.query(
    `insert into case_import (id, file_name, file_hash, begun_at, begun_by, arrived_at, rows, rows_read, cases_made, finished_at)
     select md5('import ' || n)::uuid, i.file_name, sha256(int4send(n)), i.begun_at - n * interval '1 hour', i.begun_by,
            i.arrived_at - n * interval '1 hour', $2, $2, $2, i.finished_at - n * interval '1 hour'
       from generate_series(1, $1::int) n, (select * from case_import where finished_at is not null order by begun_at limit 1) i`,
    [Math.ceil(cases / CASES_AN_IMPORT), CASES_AN_IMPORT],
  );
  // the copies all came in the one table that was copied with them: it keeps as many as a table has, the others came in the other tables
  await db.query(
    `with came as (select id, row_number() over (order by id)::int - 1 n from case_file where import_id is not null)
     update case_file f set import_id = md5('import ' || n / $1)::uuid from came where came.id = f.id and n >= $1`,
    [CASES_AN_IMPORT],
  );
}
