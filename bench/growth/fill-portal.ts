import pg from 'pg';
import type { PersonFacts } from '../../src/cases/person.entity.js';
import type { Config } from '../../src/config.js';
import type { PostalAddress } from '../../src/confirmation/postal-address.js';
import type { openDatabase } from '../../src/database/connect.js';
import { Vault } from '../../src/privacy/vault.js';
import type { seedIfEmpty } from '../../src/seeds/seed.js';
import { fill } from './fill.js';

/** A case whose card is in the mail, the copy of the same one in each portal, and a photo that waits: what pages about one case are opened on. */
export interface Examples {
  readonly case: string;
  readonly person: string;
  readonly attempt: string;
  readonly name: string;
  readonly uci: string;
  readonly address: string;
}

/** Seeds and fills the portal of a folder, in a process of its own: `fill-portal.ts FOLDER CASES`. Its parent gets the examples. */
const [dataDir = '', cases = ''] = process.argv.slice(2);
const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as Module;
const { readConfig } = await built<{ readConfig: (environment: Record<string, string>) => Config }>('config.js');
const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/connect.js');
const { seedIfEmpty: seed } = await built<{ seedIfEmpty: typeof seedIfEmpty }>('seeds/seed.js');
// which decisions are looked at twice is chance, and would be another number in each portal: here all of them are
const environment = { NODE_ENV: 'development', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error', PHOTO_SECOND_LOOK_PERCENT: '100' };
const config = readConfig(environment);
const database = await open(config);
try {
  await seed({ ...config, databaseUrl: database.databaseUrl }, () => {});
  const number = await fill(database.migrationDatabaseUrl, config.secrets, Number(cases), (line) => console.error(line));
  process.send?.(await examplesOf(database.migrationDatabaseUrl, new Vault(config.secrets), number));
} finally {
  await database.stop();
}
process.disconnect?.();

async function examplesOf(url: string, vault: Vault, number: string): Promise<Examples> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const { rows } = await db.query<{ case: string; person: string; attempt: string; facts: Buffer; home: Buffer }>(
      `select p.case_file_id "case", p.id person, p.facts, c.home_address home,
              (select id from photo_attempt where state = 'submitted' order by number desc, id limit 1) attempt
         from case_file f join person p on p.case_file_id = f.id join confirmation c on c.person_id = p.id
        where f.application_number_index = $1 and p.relation = 'principal'`,
      [vault.index('application-number', number)],
    );
    const [row] = rows;
    if (!row) throw new Error(`there is no case ${number}`);
    const facts = JSON.parse(vault.open(row.facts, 'person.facts').toString()) as PersonFacts;
    const address = JSON.parse(vault.open(row.home, 'confirmation.home_address').toString()) as PostalAddress;
    return {
      case: row.case,
      person: row.person,
      attempt: row.attempt,
      name: `${facts.familyName} ${facts.givenNames}`,
      uci: facts.uci,
      address: `${address.street} ${address.city}`,
    };
  } finally {
    await db.end();
  }
}
