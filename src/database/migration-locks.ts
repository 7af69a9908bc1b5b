/** A statement of a migration that keeps others from a table for as long as the table is large. */
export interface LongLock {
  readonly table: string;
  /** What it does meanwhile. */
  readonly does: string;
}

/** Where a statement may begin: by itself, in a `with`, or in the body of a `do`. */
const BEGINS = '(?:^|[()] ?|\\b(?:begin|then|else|loop|in) )';
const NAMED = '"?(?<table>\\w+)"?';
const ALTER = `${BEGINS}alter table (?:if exists )?(?:only )?${NAMED} .*`;

/** By how PostgreSQL 18 goes about them. What only changes the catalogue is not among them: a new column, a dropped one, `not valid`. */
const RULES: readonly (readonly [does: string, written: string])[] = [
  ['makes an index while nobody may write', `${BEGINS}create (?:unique )?index (?!concurrently).*? on (?:only )?${NAMED}`],
  ['changes rows', `${BEGINS}(?:update|delete from|merge into) (?:only )?${NAMED}`],
  ['writes it anew', `${BEGINS}(?:cluster|reindex table) ${NAMED}`],
  ['writes it anew', `${ALTER}\\balter (?:column )?"?\\w+"? (?:set data )?type\\b`],
  ['writes it anew', `${ALTER}\\badd (?:column )?.*(?:\\bstored\\b|default (?:uuidv\\d|gen_random_uuid|random|clock_timestamp)\\()`],
  ['reads all of it', `${ALTER}\\bset not null`],
  [
    'reads all of it',
    `${ALTER}\\badd (?:constraint "?\\w+"? )?(?:check|foreign key|unique|primary key|exclude)\\b(?!.*(?:not valid|using index))`,
  ],
];

/** The long locks of a migration, by rules of thumb. @param sql its part up; what its functions and texts say is left out, what a `do` does is not */
export function longLocks(sql: string): LongLock[] {
  const statements = sql
    .replace(/--.*$/gm, '')
    .replace(/\bdo\s+(?:language\s+\w+\s+)?\$(\w*)\$([\s\S]*?)\$\1\$/gi, ';$2;')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .toLowerCase()
    .split(';')
    .map((statement) => statement.trim().replace(/\s+/g, ' '));
  return statements.flatMap((statement) => {
    for (const [does, written] of COMPILED) {
      const tables = [...statement.matchAll(written)].flatMap(({ groups }) => groups?.table ?? []);
      if (tables.length > 0) return tables.map((table) => ({ table, does }));
    }
    return [];
  });
}

const COMPILED = RULES.map(([does, written]) => [does, new RegExp(written, 'g')] as const);
