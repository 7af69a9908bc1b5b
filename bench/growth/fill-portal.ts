import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import type { PersonFacts } from '../../src/cases/person.entity.js';
import type { Config } from '../../src/config.js';
import type { PostalAddress } from '../../src/confirmation/postal-address.js';
import type { openDatabase } from '../../src/database/connect.js';
import type { startPostgres } from '../../src/database/embedded.js';
import { Vault } from '../../src/privacy/vault.js';
import type { startPortal } from '../../src/portal.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { samplePeople } from '../../src/seeds/sample-people.js';
import type { seedIfEmpty } from '../../src/seeds/seed.js';
import { fill } from './fill.js';
import { letThingsHappen } from './happenings.js';

/** A case whose card is in the mail, the copy of the same one in each portal, and a photo that waits: what pages about one case are opened on. */
export interface Examples {
  readonly case: string;
  readonly person: string;
  readonly attempt: string;
  /** An officer, and no supervisor. */
  readonly officer: string;
  /** A table that many cases came in. */
  readonly import: string;
  readonly name: string;
  readonly uci: string;
  readonly address: string;
}

/** An invitation that nobody answered, and the mail with a temporary password that nobody used. */
const LOST = `select o.id from outbox_message o join person p on p.id = o.about_person join invitation i on i.case_file_id = p.case_file_id
               where o.sent_at is not null and (o.template = 'invitation' and i.state = 'sent' or o.template = 'temporary-password'
                     and exists (select from account a where a.person_id = p.id and a.state = 'temporary'))`;

/** Seeds and fills the portal of a folder, in a process of its own: `fill-portal.ts FOLDER CASES`. Its parent gets the examples. */
const [dataDir = '', cases = ''] = process.argv.slice(2);
const built = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../../dist/${path}`, import.meta.url).href)) as Module;
const { readConfig } = await built<{ readConfig: (environment: Record<string, string>) => Config }>('config.js');
const { openDatabase: open } = await built<{ openDatabase: typeof openDatabase }>('database/connect.js');
const { startPostgres: startServer } = await built<{ startPostgres: typeof startPostgres }>('database/embedded.js');
const { startPortal: start } = await built<{ startPortal: typeof startPortal }>('portal.js');
const { seedIfEmpty: seed } = await built<{ seedIfEmpty: typeof seedIfEmpty }>('seeds/seed.js');
// which decisions are looked at twice is chance, and would be another number in each portal: here all of them are
const bounceToken = randomBytes(24).toString('hex');
const environment = {
  NODE_ENV: 'development',
  PORT: '0',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  PHOTO_SECOND_LOOK_PERCENT: '100',
  BOUNCE_TOKEN: bounceToken,
};
const config = readConfig(environment);
// what is filled can be filled again: nothing is forced to disk meanwhile. `open` takes the server that runs already
const server = await startServer({ folder: join(dataDir, 'postgres'), quick: true });
const database = await open(config);
try {
  await seed({ ...config, databaseUrl: database.databaseUrl }, () => {});
  await happen();
  const number = await fill(database.migrationDatabaseUrl, config.secrets, Number(cases), (line) => console.error(line));
  process.send?.(await examplesOf(database.migrationDatabaseUrl, new Vault(config.secrets), number));
} finally {
  await database.stop();
  await server.stop();
}
process.disconnect?.();

async function happen(): Promise<void> {
  const portal = await start({ ...config, databaseUrl: database.databaseUrl });
  const db = new pg.Client({ connectionString: database.migrationDatabaseUrl });
  await db.connect();
  try {
    await letThingsHappen({
      address: portal.address,
      people: samplePeople(config),
      bounceToken,
      draw: drawPortrait,
      lost: async () => (await db.query<{ id: string }>(LOST)).rows.map(({ id }) => id),
    });
  } finally {
    await db.end();
    await portal.close();
  }
}

async function examplesOf(url: string, vault: Vault, number: string): Promise<Examples> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const { rows } = await db.query<{
      case: string;
      person: string;
      attempt: string;
      officer: string;
      import: string;
      facts: Buffer;
      home: Buffer;
    }>(
      `select p.case_file_id "case", p.id person, p.facts, c.home_address home,
              (select id from photo_attempt where state = 'submitted' order by number desc, id limit 1) attempt,
              (select id from account where role = 'officer' limit 1) officer,
              (select import_id from case_file where import_id is not null limit 1) import
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
      officer: row.officer,
      import: row.import,
      name: `${facts.familyName} ${facts.givenNames}`,
      uci: facts.uci,
      address: `${address.street} ${address.city}`,
    };
  } finally {
    await db.end();
  }
}
