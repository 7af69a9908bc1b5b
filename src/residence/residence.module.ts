import { Module } from '@nestjs/common';
import { CardsModule } from '../cards/cards.module.js';
import { ConfirmationModule } from '../confirmation/confirmation.module.js';
import { RecordCheckController } from './record-check.controller.js';
import { RecordErrorController } from './record-error.controller.js';
import { RecordErrors } from './record-errors.js';
import { RecordReminders } from './record-reminders.js';
import { RecordController } from './record.controller.js';
import { ResidenceRecords } from './residence-records.js';
import { ResidenceService } from './residence.service.js';

/** Confirming permanent residence, and the eCOPR that says so: issued, downloaded, checked by anybody who is shown one. */
@Module({
  imports: [CardsModule, ConfirmationModule],
  controllers: [RecordController, RecordErrorController, RecordCheckController],
  providers: [ResidenceService, ResidenceRecords, RecordErrors, RecordReminders],
  exports: [ResidenceService, ResidenceRecords, RecordErrors, RecordReminders],
})
export class ResidenceModule {}
