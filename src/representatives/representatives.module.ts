import { Module } from '@nestjs/common';
import { Confirmations } from '../confirmation/confirmations.js';
import { StandingRecords } from '../confirmation/standing-records.js';
import { Clients } from './clients.js';
import { ClientsController } from './clients.controller.js';
import { Consents } from './consents.service.js';

@Module({ controllers: [ClientsController], providers: [Clients, Consents, Confirmations, StandingRecords] })
export class RepresentativesModule {}
