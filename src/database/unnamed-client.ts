import pg from 'pg';

/**
 * A connection through a pooler that gives each transaction another connection to PostgreSQL (PgBouncer's `pool_mode = transaction`): what was
 * prepared under a name is not there the next time, or somebody else's, so nothing is named.
 */
export class UnnamedClient extends pg.Client {
  override query(...given: never[]): never {
    const [first, ...rest] = given as unknown[];
    const unnamed = typeof first === 'object' && first !== null && 'name' in first ? { ...first, name: undefined } : first;
    return super.query(...([unnamed, ...rest] as [never])) as never;
  }
}
