import pg from 'pg';

type Query = (...given: unknown[]) => unknown;

/** A statement as it was sent. */
export interface SentStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface SentStatements {
  /** How many this process has sent. */
  count(): number;
  /** From here on each is kept. */
  keep(): void;
  /** What was kept, and no more from here on. */
  kept(): SentStatement[];
}

/** Sees every SQL statement of this process, whoever sends it: all pass a client's query. */
export function countStatements(): SentStatements {
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  let count = 0;
  let kept: SentStatement[] | null = null;
  client.query = function (this: unknown, ...given) {
    count++;
    kept?.push(statementOf(given));
    return query.apply(this, given);
  };
  return {
    count: () => count,
    keep: () => (kept = []),
    kept: () => {
      const all = kept ?? [];
      kept = null;
      return all;
    },
  };
}

function statementOf([first, second]: readonly unknown[]): SentStatement {
  const given = typeof first === 'string' ? { text: first } : (first as { text: string; values?: unknown[] });
  const values = 'values' in given && given.values ? given.values : Array.isArray(second) ? second : [];
  return { text: given.text, values };
}
