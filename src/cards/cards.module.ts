import { Module } from '@nestjs/common';
import { Confirmations } from '../confirmation/confirmations.js';
import { CardBatches } from './batches/card-batches.service.js';
import { CardRequests } from './card-requests.js';
import { CardService } from './card.service.js';

/** Cards: asked for when the last of their conditions is met, printed, mailed. */
@Module({ providers: [Confirmations, CardBatches, CardRequests, CardService], exports: [CardBatches, CardRequests, CardService] })
export class CardsModule {}
