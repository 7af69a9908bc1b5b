import { setTimeout as wait } from 'node:timers/promises';
import { emptyData, isInUse } from './commands/empty-data.js';
import { type Config, readConfig } from './config.js';
import { openDatabase } from './database/connect.js';
import { stopGracefully } from './operation/graceful-stop.js';
import { type Portal, startPortal } from './portal.js';
import { seedIfEmpty, seedWasBrokenOff } from './seeds/seed.js';

/** Starts the portal; ends it, and the embedded database with it, on SIGINT and SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.mode === 'development') await forgetBrokenOffSeed(config);
  const database = await openDatabase(config);
  const portal = await bringUp({ ...config, databaseUrl: database.databaseUrl }).catch(async (fault: unknown) => {
    await database.stop();
    throw fault;
  });
  const address = config.publicUrl ?? portal.address;
  if (config.mode !== 'production') console.log(`Who signs in with what, and the mailbox: ${address}/en/developers`);
  console.log(`Portal ready at ${address}`);
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    await stopGracefully(portal, config.stopDelay);
    await database.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
}

async function bringUp(config: Config & { databaseUrl: string }): Promise<Portal> {
  if (config.mode === 'development') await seedIfEmpty(config, (line) => console.log(line));
  return startPortal(config);
}

/** A first start that was broken off left a part of the sample people: it begins again. */
async function forgetBrokenOffSeed(config: Config): Promise<void> {
  if (config.databaseUrl || !seedWasBrokenOff(config)) return;
  // the database of a killed start needs a moment to end; another start's goes on, and then it is that one's to finish
  for (let look = 0; look < LOOKS && isInUse(config); look++) await wait(BETWEEN_LOOKS);
  if (seedWasBrokenOff(config) && !isInUse(config)) emptyData(config);
}

const LOOKS = 30;
const BETWEEN_LOOKS = 100;

main().catch((fault: unknown) => {
  console.error(Error.isError(fault) ? fault.message : fault);
  if (process.env.NODE_ENV !== 'production' && Error.isError(fault)) console.error(fault.stack);
  process.exit(1);
});
