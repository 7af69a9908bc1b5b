import { Module } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../tokens.js';
import { BounceMailbox } from './bounces/bounce-mailbox.js';
import { Bounces } from './bounces/bounces.js';
import { EmailCheckController } from './email-check.controller.js';
import { MailBudget } from './mail-budget.js';
import { MailViews } from './mail-views.js';
import { MailWorker } from './mail-worker.js';
import { Mailer } from './mailer.js';
import { SentMails } from './sent-mails.js';
import { GcNotifyTransport } from './gc-notify.js';
import { MailTransport, mailTransport } from './transports.js';

/** Sending mails, learning which came back, and checking that one is from us. Writing one into the outbox needs nothing of this: see outbox.ts. */
@Module({
  controllers: [EmailCheckController],
  providers: [
    SentMails,
    MailBudget,
    Bounces,
    BounceMailbox,
    MailViews,
    Mailer,
    MailWorker,
    {
      provide: MailTransport,
      useFactory: (config: Config) => (config.gcNotify ? new GcNotifyTransport(config.gcNotify) : mailTransport(config)),
      inject: [CONFIG],
    },
  ],
  exports: [Mailer, MailViews, MailWorker],
})
export class MailModule {}
