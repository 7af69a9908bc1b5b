import { Module } from '@nestjs/common';
import { CardsModule } from '../cards/cards.module.js';
import { ConfirmationModule } from '../confirmation/confirmation.module.js';
import { ResidenceModule } from '../residence/residence.module.js';
import { AdminRecordErrorController } from './record-error.controller.js';
import { CardLists } from './card-lists.js';
import { CardsController } from './cards.controller.js';
import { AdminPresenceController } from './presence.controller.js';
import { PresenceFile } from './presence-file.js';
import { ReturnsController } from './returns.controller.js';
import { ReturnsList } from './returns-list.js';
import { NextController } from './next.controller.js';
import { QueueController } from './queue.controller.js';
import { WorkQueue } from './work-queue.js';

/** Officers' pages. They call the same services as everybody's, and hold no rule of their own. */
@Module({
  imports: [CardsModule, ConfirmationModule, ResidenceModule],
  controllers: [QueueController, NextController, AdminPresenceController, AdminRecordErrorController, CardsController, ReturnsController],
  providers: [WorkQueue, PresenceFile, CardLists, ReturnsList],
})
export class AdminModule {}
