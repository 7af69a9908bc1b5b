import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ConfirmationModule } from '../confirmation/confirmation.module.js';
import { PhotosModule } from '../photos/photos.module.js';
import { Clients } from './clients.js';
import { ClientsController } from './clients.controller.js';
import { ConsentEnds } from './consent-ends.service.js';
import { OwnRepresentativeController } from './own-representative.controller.js';
import { GivingUpController } from './giving-up.controller.js';
import { PrepareAddressController } from './prepare-address.controller.js';
import { Representations } from './representations.service.js';
import { WaitingMails } from './waiting-mails.js';

@Module({
  imports: [AccountsModule, ConfirmationModule, PhotosModule],
  controllers: [ClientsController, OwnRepresentativeController, PrepareAddressController, GivingUpController],
  providers: [Clients, ConsentEnds, Representations, WaitingMails],
  exports: [ConsentEnds, Representations],
})
export class RepresentativesModule {}
