import { parseArgs } from 'node:util';
import pg from 'pg';
import { Clock } from '../clock.js';
import { type Config, readConfig } from '../config.js';
import { type Secrets, secretsFrom } from '../secrets.js';
import { type Database, openDatabase } from '../database/connect.js';
import { othersAtWork } from '../database/judge-database.js';
import { WrongKeys } from '../keys/judge-keys.js';
import { newLocalKeys } from '../keys/new-local-keys.js';
import { type RotationReport, type RotationWishes, rotateKeys } from '../keys/rotation.js';
import { openPhotoStore } from '../photos/store/open-photo-store.js';
import { inWords } from '../retention/lost-photos.js';
import { useVault, Vault } from '../privacy/vault.js';
import { goOnUntilStopped, run } from './command.js';

/**
 * `npm run keys:rotate`: seals every record and photo again with the newest data key; `-- --new-index-key` also makes the look-ups anew
 * with another INDEX_KEY, and `-- --without-lost` gives old keys up though photos are lost. Outside production it makes both keys itself, in DATA_DIR/secrets.json.
 */
async function main(): Promise<void> {
  const options = { 'new-index-key': { type: 'boolean', default: false }, 'without-lost': { type: 'boolean', default: false } } as const;
  const { values } = parseArgs({ options });
  const config = readConfig();
  const database = await openDatabase(config, { asItIs: true, asOwner: true });
  const goOn = goOnUntilStopped();
  try {
    const wishes = { newIndexKey: values['new-index-key'], withoutLost: values['without-lost'], goOn };
    const report = await (config.secretsAreLocal ? withLocalKeys : withGivenKeys)(config, database, wishes);
    console.log(told(report, config));
    if (report.retired === null) process.exitCode = 1;
  } finally {
    await database.stop();
  }
}

type Wishes = Pick<RotationWishes, 'newIndexKey' | 'withoutLost' | 'goOn' | 'onIndexed'>;

/** Keys come from the settings: the portal may run meanwhile, unless it would find by a key that is no longer used. */
async function withGivenKeys(config: Config, database: Database, wishes: Wishes): Promise<RotationReport> {
  if (wishes.newIndexKey && (await othersAtWork(database)))
    throw new WrongKeys(
      'The portal is at work on this database and would go on with the old INDEX_KEY: stop it first. Nothing was changed.',
    );
  return rotate(config.secrets, config, database, wishes);
}

/** A portal that runs read the keys when it started, and would not know the new ones. */
async function withLocalKeys(config: Config, database: Database, wishes: Wishes): Promise<RotationReport> {
  if (await othersAtWork(database)) throw new WrongKeys('The portal is at work on this data: stop it first. Nothing was changed.');
  const keys = newLocalKeys(config.dataDir);
  const report = await rotate(secretsFrom(keys.texts), config, database, { ...wishes, newIndexKey: true, onIndexed: keys.indexed });
  if (report.retired) keys.finished();
  return report;
}

async function rotate(secrets: Secrets, config: Config, { migrationDatabaseUrl }: Database, wishes: Wishes): Promise<RotationReport> {
  const vault = new Vault(secrets);
  useVault(vault);
  const pool = new pg.Pool({ connectionString: migrationDatabaseUrl, max: 1 });
  try {
    return await rotateKeys({ ...wishes, migrationDatabaseUrl, vault, photos: openPhotoStore(config, vault, pool), clock: new Clock() });
  } finally {
    await pool.end();
  }
}

function told({ hashes, values, photos, retired, lost }: RotationReport, { secretsAreLocal }: Config): string {
  const done = [
    ...(hashes > 0 ? [`Look-ups made anew: ${hashes}.`] : []),
    `Sealed again: ${values} values in the database, ${photos} photos.`,
  ];
  if (lost.length > 0) done.push(`Photos that records name were not found, ${lost.length} of them: ${inWords(lost)}.`);
  if (lost.length > 0 && retired === null)
    return [
      ...done,
      "Keep all keys. Look whether PHOTO_STORE and DATA_DIR are the portal's own; where these photos are lost for good, add --without-lost.",
    ].join('\n');
  if (retired === null) return [...done, 'Stopped before the end: run it again to go on. Keep all keys until then.'].join('\n');
  if (secretsAreLocal) return [...done, 'Only the new keys are kept.'].join('\n');
  const gone =
    retired.length > 0 ? `DATA_KEYS no longer needs key ${retired.join(', ')}.` : 'Nothing is sealed with another key than the newest.';
  return [...done, gone].join('\n');
}

run(main);
