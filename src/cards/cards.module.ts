import { Module } from '@nestjs/common';
import { ConfirmationModule } from '../confirmation/confirmation.module.js';
import { CardService } from './card.service.js';

/** Cards on their way: printed and mailed. They are asked for where the last of their conditions is met (CardRequests). */
@Module({ imports: [ConfirmationModule], providers: [CardService], exports: [CardService] })
export class CardsModule {}
