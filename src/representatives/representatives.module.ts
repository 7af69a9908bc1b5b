import { Module } from '@nestjs/common';
import { Clients } from './clients.js';
import { ClientsController } from './clients.controller.js';

@Module({ controllers: [ClientsController], providers: [Clients] })
export class RepresentativesModule {}
