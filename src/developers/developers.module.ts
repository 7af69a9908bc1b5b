import { Module } from '@nestjs/common';
import { DevelopersController } from './developers.controller.js';
import { MailFolder } from './mail-folder.js';
import { MailboxController } from './mailbox.controller.js';

/** Pages for trying the portal. Not part of a production system: their addresses are unknown there. */
@Module({ controllers: [DevelopersController, MailboxController], providers: [MailFolder] })
export class DevelopersModule {}
