/** Sorts before every id: where pages in the order of ids begin. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * The rows that a query finds, one by one, read page by page in the order of their ids: what is done with one may take as long as it
 * likes, and take it off the list or leave it there.
 * @param page the rows whose ids come after the one given, sorted by id, `size` at most
 */
export async function* inPages<Row extends { readonly id: string }>(
  size: number,
  page: (after: string) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for (let last = BEFORE_ALL; ; ) {
    const rows = await page(last);
    yield* rows;
    if (rows.length < size) return;
    last = rows.at(-1)?.id ?? last;
  }
}
