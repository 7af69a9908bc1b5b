/** A statement of a migration that keeps others from a table for as long as the table is large. */
export interface LongLock {
  readonly table: string;
  /** What it does meanwhile. */
  readonly does: string;
  /** It makes this index, and does nothing where one of that name is there: so it can be made beforehand, while people are at work. */
  readonly unlessIndex?: string;
}

/** Where a statement may begin: by itself, in a `with`, or in the body of a `do`. */
const BEGINS = '(?:^|[()] ?|\\b(?:begin|then|else|loop|in) )';
const NAMED = '"?(?<table>\\w+)"?';
const ALTER = `${BEGINS}alter table (?:if exists )?(?:only )?${NAMED} .*`;

/** By how PostgreSQL 18 goes about them. What only changes the catalogue is not among them: a new column, a dropped one, `not valid`. */
const RULES: readonly (readonly [does: string, written: string])[] = [
  [
    'makes an index while nobody may write',
    `${BEGINS}create (?:unique )?index (?!concurrently)(?:if not exists "?(?<unless>\\w+)"?)?.*? on (?:only )?${NAMED}`,
  ],
  ['changes rows', `${BEGINS}(?:update|delete from|merge into) (?:only )?${NAMED}`],
  ['writes it anew', `${BEGINS}(?:cluster|reindex table) ${NAMED}`],
  ['writes it anew', `${ALTER}\\balter (?:column )?"?\\w+"? (?:set data )?type\\b`],
  [
    'writes it anew',
    `${ALTER}\\badd (?:column )?.*(?:\\bstored\\b|default (?:uuidv\\d|gen_random_uuid|random|clock_timestamp|nextval)\\()`,
  ],
  ['writes it anew', `${ALTER}\\badd (?!constraint\\b)(?:column )?(?:if not exists )?(?!column\\b)"?\\w+"? (?:small|big)?serial[248]?\\b`],
  ['writes it anew', `${ALTER}\\badd (?!generated\\b)(?:column )?[^,]*\\bas identity\\b`],
  ['reads all of it', `${ALTER}\\bset not null`],
  [
    'reads all of it',
    `${ALTER}\\badd (?:constraint "?\\w+"? )?(?:check|foreign key|unique|primary key|exclude)\\b(?!.*(?:not valid|using index))`,
  ],
];

/** The long locks of a migration, by rules of thumb. @param sql its part up */
export function longLocks(sql: string): LongLock[] {
  return statementsOf(sql).flatMap((statement) => {
    for (const [does, written] of COMPILED) {
      const locks = [...statement.matchAll(written)].flatMap(({ groups: { table, unless } = {} }) =>
        table ? { table, does, ...(unless ? { unlessIndex: unless } : {}) } : [],
      );
      if (locks.length > 0) return locks;
    }
    return [];
  });
}

/** The statements of a migration that PostgreSQL does not do in a transaction, as all migrations are. @param sql its part up */
export const beyondTransactions = (sql: string): string[] => statementsOf(sql).filter((statement) => BEYOND.test(statement));

const BEYOND =
  /^(?:(?:create (?:unique )?index|drop index|reindex(?: \([^)]*\))? \w+) concurrently\b|alter table .* detach partition .* concurrently$)/;

/** What functions and texts say is left out, what a `do` does is not. */
function statementsOf(sql: string): string[] {
  return sql
    .replace(/--.*$/gm, '')
    .replace(/\bdo\s+(?:language\s+\w+\s+)?\$(\w*)\$([\s\S]*?)\$\1\$/gi, ';$2;')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .toLowerCase()
    .split(';')
    .map((statement) => statement.trim().replace(/\s+/g, ' '));
}

const COMPILED = RULES.map(([does, written]) => [does, new RegExp(written, 'g')] as const);
