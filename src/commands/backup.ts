import { parseArgs } from 'node:util';
import { backUp } from '../backup/back-up.js';
import { Clock } from '../clock.js';
import { readConfig, VERSION } from '../config.js';
import { openPhotoStore } from '../photos/store/open-photo-store.js';
import { Vault } from '../privacy/vault.js';
import { inWords } from '../retention/lost-photos.js';
import { onDatabase, placeOf, run } from './command.js';

/**
 * `npm run backup -- --to FOLDER [--without-lost]`: every record of one moment and every photo, sealed as they are, while the portal works.
 * The keys are not in it. With the option it is made without the photos that are lost, which are told as errors are, and still ends with 0:
 * it was asked for as it is, and what runs next in a script must carry it away. Whatever else is missing ends with 1 and no manifest.
 */
async function main(): Promise<void> {
  const { to: given, 'without-lost': withoutLost } = parseArgs({
    options: { to: { type: 'string' }, 'without-lost': { type: 'boolean', default: false } },
  }).values;
  if (!given) throw new Error('Say which folder: npm run backup -- --to FOLDER');
  const config = readConfig();
  await onDatabase(config, { asItIs: true, asOwner: true }, async ({ migrationDatabaseUrl }, pool) => {
    const vault = new Vault(config.secrets);
    const [folder, photos] = [placeOf(given), openPhotoStore(config, vault, pool)];
    const made = await backUp({ migrationDatabaseUrl, photos, folder, now: new Clock().now(), version: VERSION, withoutLost });
    const rows = Object.values(made.tables).reduce((sum, count) => sum + count, 0);
    console.log(`Backed up: ${rows} records of ${Object.keys(made.tables).length} tables, ${made.photos} photos.`);
    if (made.lost.length > 0)
      console.error(`Not backed up, because the store has lost them (manifest.json names all): ${inWords(made.lost)}`);
    console.log(
      'Keep DATA_KEYS, INDEX_KEY and PASSWORD_PEPPER elsewhere, and as long: nothing opens without the first two, nobody can sign in without the third, and they are not in it.',
    );
  });
}

run(main);
