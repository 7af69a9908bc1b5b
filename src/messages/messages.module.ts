import { Module } from '@nestjs/common';
import { AdminMessagesController } from '../admin/messages.controller.js';
import { CaseNotes } from './case-notes.js';
import { MessagesController } from './messages.controller.js';
import { Messages } from './messages.service.js';

/** Messages between people and the office, requests for another format, and officers' notes. */
@Module({ controllers: [MessagesController, AdminMessagesController], providers: [Messages, CaseNotes], exports: [Messages] })
export class MessagesModule {}
