import { parseArgs } from 'node:util';
import { readOfThisVersion, refuseUsed, restore } from '../backup/restore.js';
import { readConfig } from '../config.js';
import { alone } from '../database/alone.js';
import { othersAtWork } from '../database/judge-database.js';
import type { DatabaseUrls } from '../database/roles.js';
import { photoFolder } from '../photos/store/folder-home.js';
import { openPhotoStore } from '../photos/store/open-photo-store.js';
import { Vault } from '../privacy/vault.js';
import { inWords } from '../retention/lost-photos.js';
import { onDatabase, placeOf, run } from './command.js';

/** `npm run restore -- --from FOLDER`: a backup into an empty system, whose settings have the keys of its records. */
async function main(): Promise<void> {
  const given = parseArgs({ options: { from: { type: 'string' } } }).values.from;
  if (!given) throw new Error('Say which folder: npm run restore -- --from FOLDER');
  const folder = placeOf(given);
  await readOfThisVersion(folder); // this and the following before anything is migrated
  const config = readConfig();
  const { databaseUrl, migrationDatabaseUrl: ownersUrl } = config;
  if (databaseUrl && ownersUrl) {
    await refuseAtWork({ databaseUrl, migrationDatabaseUrl: ownersUrl });
    await alone(ownersUrl, refuseUsed);
  }
  await onDatabase(config, { asOwner: true }, async (database, pool) => {
    await refuseAtWork(database);
    const { migrationDatabaseUrl } = database;
    const vault = new Vault(config.secrets);
    const photos = openPhotoStore(config, vault, pool);
    const restored = await restore({ migrationDatabaseUrl, photos, vault, folder });
    const where = config.photoStore[0] === 'folder' ? `in ${photoFolder(config)}` : `in ${config.photoStore[0]}`;
    console.log(
      `Restored: ${Object.keys(restored.tables).length} tables and ${restored.photos} photos of ${restored.madeAt}, these ${where}.`,
    );
    if (restored.lost.length > 0)
      console.error(`Lost before the backup was made, so that records name them and they are not there: ${inWords(restored.lost)}`);
    console.log('Look at the trail before people come: npm run audit:verify');
  });
}

async function refuseAtWork(urls: DatabaseUrls): Promise<void> {
  if (await othersAtWork(urls))
    throw new Error(
      'The portal is at work on this database: stop it first, and a pooler that keeps its connections. Nothing was restored.',
    );
}

run(main);
