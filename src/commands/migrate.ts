import { parseArgs } from 'node:util';
import { readConfig } from '../config.js';
import { openDatabase } from '../database/connect.js';
import { run } from './command.js';

/** `npm run migrate [-- --offline]`: brings the database on to this version, and says what was new. Every start does the same. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { offline: { type: 'boolean', default: false } } });
  const database = await openDatabase(readConfig(), { offline: values.offline, asOwner: true });
  await database.stop();
  console.log(database.migrated.length > 0 ? `Applied:\n${database.migrated.join('\n')}` : 'Nothing was new.');
}

run(main);
