/**
 * A statement whose rows come as one column of JSON each. For every column of every answer pg makes a name, a parser and a place anew, which costs
 * more than reading the values: statements of many columns that are asked for with every page go this way. Moments come in ISO 8601, bytes as
 * `\x` and hexadecimal digits.
 */
export const inJson = (select: string): string => `select to_json(found) as row from (${select}) found`;

/** A row of such a statement. */
export interface JsonRow<Row> {
  readonly row: Row;
}

/** Bytes as PostgreSQL writes them in JSON. */
export const bytesIn = (written: string): Buffer => Buffer.from(written.slice(2), 'hex');
