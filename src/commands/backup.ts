import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp } from '../backup/back-up.js';
import { Clock } from '../clock.js';
import { readConfig, VERSION } from '../config.js';
import { openPhotoStore } from '../photos/store/open-photo-store.js';
import { Vault } from '../privacy/vault.js';
import { onDatabase, run } from './command.js';

/** `npm run backup -- --to FOLDER`: every record of one moment and every photo, sealed as they are, while the portal works. The keys are not in it. */
async function main(): Promise<void> {
  const given = parseArgs({ options: { to: { type: 'string' } } }).values.to;
  if (!given) throw new Error('Say which folder: npm run backup -- --to FOLDER');
  const config = readConfig();
  await onDatabase(config, { asItIs: true, asOwner: true }, async ({ migrationDatabaseUrl }, pool) => {
    const vault = new Vault(config.secrets);
    const [folder, photos] = [resolve(given), openPhotoStore(config, vault, pool)];
    const made = await backUp({ migrationDatabaseUrl, photos, folder, now: new Clock().now(), version: VERSION });
    const rows = Object.values(made.tables).reduce((sum, count) => sum + count, 0);
    console.log(`Backed up: ${rows} records of ${Object.keys(made.tables).length} tables, ${made.photos} photos.`);
    console.log('Keep DATA_KEYS and INDEX_KEY elsewhere, and as long: nothing opens without them, and they are not in it.');
  });
}

run(main);
