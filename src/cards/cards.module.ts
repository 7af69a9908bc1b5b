import { Module } from '@nestjs/common';
import { Confirmations } from '../confirmation/confirmations.js';
import { CardRequests } from './card-requests.js';
import { CardService } from './card.service.js';

/** Cards: asked for when the last of their conditions is met, printed, mailed. */
@Module({ providers: [Confirmations, CardRequests, CardService], exports: [CardRequests, CardService] })
export class CardsModule {}
