import { Module } from '@nestjs/common';
import { ActivityController } from './activity.controller.js';
import { CaseEvents } from './case-events.js';
import { CaseHistoryController } from './case-history.controller.js';

/** What happened, as applicants and officers read it; both from the trail, with the words of `activity:did`. */
@Module({ controllers: [ActivityController, CaseHistoryController], providers: [CaseEvents] })
export class ActivityModule {}
