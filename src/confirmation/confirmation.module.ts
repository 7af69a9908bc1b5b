import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CardsModule } from '../cards/cards.module.js';
import { AbroadController } from './abroad.controller.js';
import { AddressCopyController } from './address-copy.controller.js';
import { AddressController } from './address.controller.js';
import { AddressService } from './address.service.js';
import { Board } from './board.js';
import { BoardController } from './board.controller.js';
import { AddressDraftController } from './drafts/address-draft.controller.js';
import { AddressDrafts } from './drafts/address-drafts.js';
import { ClientDrafts } from './drafts/client-drafts.js';
import { Confirmations } from './confirmations.js';
import { LeftCanadaController } from './left-canada.controller.js';
import { PaperDeclarations } from './paper/paper-declarations.service.js';
import { PresenceController } from './presence.controller.js';
import { PresenceReview } from './presence-review.service.js';
import { PresenceService } from './presence.service.js';
import { Returns } from './returns.js';
import { StandingRecords } from './standing-records.js';
import { Signing } from './signing.service.js';
import { Suspensions } from './suspensions.service.js';
import { StatusController } from './status.controller.js';

/** A person's confirmation: the applicant's board, presence, addresses and status; what officers verify and confirm. */
@Module({
  imports: [AccountsModule, CardsModule],
  controllers: [
    BoardController,
    PresenceController,
    AbroadController,
    LeftCanadaController,
    AddressController,
    AddressCopyController,
    AddressDraftController,
    StatusController,
  ],
  providers: [
    Confirmations,
    PresenceService,
    AddressService,
    AddressDrafts,
    ClientDrafts,
    Board,
    StandingRecords,
    PresenceReview,
    PaperDeclarations,
    Suspensions,
    Signing,
    Returns,
  ],
  exports: [
    Confirmations,
    PresenceService,
    AddressService,
    AddressDrafts,
    ClientDrafts,
    StandingRecords,
    PresenceReview,
    PaperDeclarations,
    Suspensions,
    Signing,
    Returns,
  ],
})
export class ConfirmationModule {}
