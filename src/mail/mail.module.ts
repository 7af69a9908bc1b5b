import { Module } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../tokens.js';
import { MailViews } from './mail-views.js';
import { MailWorker } from './mail-worker.js';
import { Mailer } from './mailer.js';
import { MailTransport, mailTransport } from './transports.js';

/** Sending mails. Writing one into the outbox needs nothing of this: see outbox.ts. */
@Module({
  providers: [
    MailViews,
    Mailer,
    MailWorker,
    { provide: MailTransport, useFactory: (config: Config) => mailTransport(config), inject: [CONFIG] },
  ],
  exports: [Mailer, MailViews, MailWorker],
})
export class MailModule {}
