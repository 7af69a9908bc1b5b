import pg from 'pg';

type Query = (...given: unknown[]) => unknown;

/** Counts every SQL statement of this process, whoever sends it: all pass a client's query. Gives what reads the count. */
export function countStatements(): () => number {
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  let count = 0;
  client.query = function (this: unknown, ...given) {
    count++;
    return query.apply(this, given);
  };
  return () => count;
}
