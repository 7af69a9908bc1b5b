import { Module } from '@nestjs/common';
import { Confirmations } from '../confirmation/confirmations.js';
import { CardBatches } from './batches/card-batches.service.js';
import { CardRequests } from './card-requests.js';
import { CardService } from './card.service.js';
import { AddressLabels } from './mailed/address-labels.js';
import { BatchMailing } from './mailed/batch-mailing.js';
import { MailedCardsClock } from './mailed/mailed-cards-clock.js';
import { CardMailing } from './mailed/mailing.service.js';

/** Cards: asked for when the last of their conditions is met, printed, mailed, and followed until they are there. */
@Module({
  providers: [Confirmations, CardBatches, CardRequests, CardService, CardMailing, BatchMailing, AddressLabels, MailedCardsClock],
  exports: [CardBatches, CardRequests, CardService, CardMailing, BatchMailing, AddressLabels],
})
export class CardsModule {}
