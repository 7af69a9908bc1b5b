import { Module } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../tokens.js';
import { EmailCheckController } from './email-check.controller.js';
import { MailViews } from './mail-views.js';
import { MailWorker } from './mail-worker.js';
import { Mailer } from './mailer.js';
import { SentMails } from './sent-mails.js';
import { MailTransport, mailTransport } from './transports.js';

/** Sending mails, and checking that one is from us. Writing one into the outbox needs nothing of this: see outbox.ts. */
@Module({
  controllers: [EmailCheckController],
  providers: [
    SentMails,
    MailViews,
    Mailer,
    MailWorker,
    { provide: MailTransport, useFactory: (config: Config) => mailTransport(config), inject: [CONFIG] },
  ],
  exports: [Mailer, MailViews, MailWorker],
})
export class MailModule {}
