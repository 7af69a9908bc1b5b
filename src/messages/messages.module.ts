import { Module } from '@nestjs/common';
import { CaseNotes } from './case-notes.js';
import { MessagesController } from './messages.controller.js';
import { Messages } from './messages.service.js';

/** Messages between people and the office, requests for another format, and officers' notes. */
@Module({ controllers: [MessagesController], providers: [Messages, CaseNotes], exports: [Messages, CaseNotes] })
export class MessagesModule {}
