import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Router } from 'express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { configureApp, strictServer } from './configure-app.js';
import { TimedJobs } from './jobs/timed-jobs.js';
import { MailWorker } from './mail/mail-worker.js';
import { MetricsServer } from './operation/metrics-server.js';
import { Readiness } from './operation/readiness.js';
import { PhotoWorkshop, WorkshopClosed } from './photos/workshop/photo-workshop.js';
import { PortalAdapter } from './security/portal-server.js';
import { findRoutesByAddress } from './security/quick-routes.js';
import { PublicUrl } from './security/public-url.js';

export interface Portal {
  app: NestExpressApplication;
  /** Where it listens, `http://localhost:3000`. */
  address: string;
  /** Says from now on that it is not ready, begins no mail and no job, gives jobs back; goes on answering. */
  drain(): void;
  /** Ends what was begun, and then its parts. */
  close(): Promise<void>;
}

/** Brings the portal up on a migrated database: the same for `npm start`, commands, tests and the bench. */
export async function startPortal(config: Config & { databaseUrl: string }, clock = new Clock()): Promise<Portal> {
  const server = strictServer();
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(config, clock), new PortalAdapter(server), {
    bufferLogs: true,
    abortOnError: false,
    bodyParser: false,
  });
  configureApp(app);
  await app.init();
  findRoutesByAddress(server.router as unknown as Router);
  await app.listen(config.port);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const address = `http://localhost:${port}`;
  app.get(PublicUrl).setIfMissing(address);
  if (config.metrics) await app.get(MetricsServer, { strict: false }).start(config.metrics);
  // tests say themselves when mails leave and jobs are due, and load the models only where they need them
  if (config.mode !== 'test') {
    if (config.role !== 'web') {
      app.get(MailWorker).start();
      app.get(TimedJobs).start();
    }
    if (config.role !== 'worker') void keepWarm(app);
    void app.get(Readiness).read(); // so that the log says what is missing, though nobody asks
  }
  const drain = (): void => {
    // who keeps a connection for the next request learns that there is none, and waits for none after the one in hand
    const listener = app.getHttpServer() as Server;
    listener.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
    listener.keepAliveTimeout = 1;
    for (const part of [app.get(Readiness), app.get(MailWorker), app.get(TimedJobs)]) part.stop();
  };
  return { app, address, drain, close: () => app.close() };
}

/** In the background: pages are served meanwhile, and a photo that comes now waits a moment for its thread. */
async function keepWarm(app: NestExpressApplication): Promise<void> {
  try {
    await app.get(PhotoWorkshop).warm();
  } catch (fault) {
    if (!(fault instanceof WorkshopClosed)) app.get(Logger).error({ err: fault }, 'the models of the photo check could not be loaded');
  }
}
