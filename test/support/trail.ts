import pg from 'pg';
import { publicKeyOf } from '../../src/audit/audit-seal.js';
import { SealVerifier } from '../../src/audit/seal-verifier.js';
import { trail } from '../../src/audit/trail-rows.js';
import { type TrailReport, TrailVerifier } from '../../src/audit/trail-verifier.js';
import { Vault } from '../../src/privacy/vault.js';
import type { TestPortal } from './app.js';

/** What `npm run audit:verify` finds, read through a client of one's own: it sees what its transaction changed. */
export async function verifyTrail(portal: TestPortal, client: pg.ClientBase, vault = portal.get(Vault)): Promise<TrailReport> {
  const verifier = new TrailVerifier(
    new SealVerifier((keyNumber) => {
      const seed = vault.signingKeyOf('audit-seal', keyNumber);
      return seed && publicKeyOf(seed);
    }),
  );
  for await (const row of trail(client)) verifier.take(row);
  return verifier.finish(portal.clock.now());
}

/** A connection as the role that owns the database, for which nothing is forbidden. */
export async function asOwner(portal: TestPortal): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: portal.database.migrationDatabaseUrl });
  await client.connect();
  return client;
}

/** Brings rows to where no act brings them: a table's own triggers look away meanwhile. */
export async function withoutTriggers<Result>(
  portal: TestPortal,
  table: 'card',
  work: (owner: pg.Client) => Promise<Result>,
): Promise<Result> {
  const owner = await asOwner(portal);
  try {
    await owner.query(`alter table "${table}" disable trigger user`);
    return await work(owner).finally(() => owner.query(`alter table "${table}" enable trigger user`));
  } finally {
    await owner.end();
  }
}
