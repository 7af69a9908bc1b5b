import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { configureApp, strictServer } from './configure-app.js';
import { MailWorker } from './mail/mail-worker.js';
import { PublicUrl } from './security/public-url.js';

export interface Portal {
  app: NestExpressApplication;
  /** Where it listens, `http://localhost:3000`. */
  address: string;
  close(): Promise<void>;
}

/** Brings the portal up on a migrated database: the same for `npm start`, commands, tests and the bench. */
export async function startPortal(config: Config & { databaseUrl: string }, clock = new Clock()): Promise<Portal> {
  const server = strictServer();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config, clock), new ExpressAdapter(server), {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  configureApp(app);
  app.enableShutdownHooks([]);
  await app.listen(config.port);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const address = `http://localhost:${port}`;
  app.get(PublicUrl).setIfMissing(address);
  if (config.mode !== 'test') app.get(MailWorker).start(); // tests say themselves when mails leave
  return { app, address, close: () => app.close() };
}
