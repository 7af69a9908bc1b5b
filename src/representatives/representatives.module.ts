import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StandingRecords } from '../confirmation/standing-records.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';
import { Clients } from './clients.js';
import { ClientsController } from './clients.controller.js';
import { OwnRepresentativeController } from './own-representative.controller.js';
import { Representations } from './representations.service.js';

@Module({
  imports: [AccountsModule],
  controllers: [ClientsController, OwnRepresentativeController],
  providers: [Clients, PhotoDecisions, Representations, StandingRecords],
  exports: [Representations],
})
export class RepresentativesModule {}
