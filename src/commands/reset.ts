import { readConfig } from '../config.js';
import { emptyData, isInUse } from './empty-data.js';

/** `npm run reset`: the next start begins with an empty database. Only ever the embedded one, and never in production. */
function reset(): string {
  const config = readConfig();
  if (config.mode === 'production') throw new Error('A production system is not emptied by a command.');
  if (config.databaseUrl) throw new Error('DATABASE_URL names a database of your own: empty it there. Nothing was removed.');
  if (isInUse(config)) throw new Error('The portal is running on this data: stop it first. Nothing was removed.');
  emptyData(config);
  return `Emptied ${config.dataDir}. The next start makes a fresh database with sample people.`;
}

try {
  console.log(reset());
} catch (fault) {
  console.error(Error.isError(fault) ? fault.message : fault);
  process.exitCode = 1;
}
