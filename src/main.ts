import { readConfig } from './config.js';
import { openDatabase } from './database/connect.js';
import { startPortal } from './portal.js';

/** Starts the portal; ends it, and the embedded database with it, on SIGINT and SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig();
  const database = await openDatabase(config);
  const portal = await startPortal({ ...config, databaseUrl: database.databaseUrl }).catch(async (fault: unknown) => {
    await database.stop();
    throw fault;
  });
  console.log(`Portal ready at ${config.publicUrl ?? portal.address}`);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await portal.close();
    await database.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
}

main().catch((fault: unknown) => {
  console.error(Error.isError(fault) ? fault.message : fault);
  if (process.env.NODE_ENV !== 'production' && Error.isError(fault)) console.error(fault.stack);
  process.exit(1);
});
