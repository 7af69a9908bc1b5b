import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { alone } from '../database/alone.js';
import { movePhotos } from '../photos/store/move-photos.js';
import { openPhotoStore, photoHome } from '../photos/store/open-photo-store.js';
import { HOMES } from '../photos/store/photo-home.js';
import { inWords, lostPhotos } from '../retention/lost-photos.js';
import { Vault } from '../privacy/vault.js';
import { goOnUntilStopped, onDatabase, run } from './command.js';

/**
 * `npm run photos:move -- --to folder|postgresql|s3`: brings the photos of all other homes that PHOTO_STORE names to its first, while the
 * portal works. Stopped and run again, it goes on.
 */
async function main(): Promise<void> {
  const { to } = parseArgs({ options: { to: { type: 'string' } } }).values;
  const config = readConfig();
  const [first, ...others] = config.photoStore;
  if (!HOMES.some((name) => name === to)) throw new Error(`Say where: --to ${HOMES.join(', --to ')}`);
  if (to !== first || others.length === 0)
    throw new Error(
      `Start the portal with PHOTO_STORE=${to},${first === to ? 'THE ONE BEFORE' : first} first, so that new photos go there and all are found.`,
    );
  const goOn = goOnUntilStopped();
  await onDatabase(config, { asItIs: true, asOwner: true }, async ({ migrationDatabaseUrl }, pool) => {
    const lost = await alone(migrationDatabaseUrl, async (client, isAlone) => {
      for (const name of others) {
        const moved = await movePhotos(photoHome(name, config, pool), photoHome(first, config, pool), () => goOn() && isAlone());
        console.log(`From ${name} to ${first}: ${moved} photos.`);
      }
      return goOn() ? lostPhotos(client, photoHome(first, config, pool), () => goOn() && isAlone()) : null;
    });
    const [one] = lost ?? [];
    const isElsewhere = one !== undefined && (await openPhotoStore(config, new Vault(config.secrets), pool).sealed(one)) !== null;
    if (!lost) console.log('Stopped before the end: run it again to go on.');
    else if (isElsewhere)
      console.log('Photos were written to another home meanwhile: start all processes with this PHOTO_STORE, and run it again.');
    else if (lost.length === 0) console.log(`All are there: PHOTO_STORE=${first} is enough from now on.`);
    else
      console.log(
        `Photos that records name are in none of these homes, ${lost.length} of them: ${inWords(lost)}.\nLook whether DATA_DIR and PHOTO_STORE are the portal's own before you change anything.`,
      );
    if (!lost || lost.length > 0) process.exitCode = 1;
  });
}

run(main);
