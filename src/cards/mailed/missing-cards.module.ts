import { Module } from '@nestjs/common';
import { AccountsModule } from '../../accounts/accounts.module.js';
import { ConfirmationModule } from '../../confirmation/confirmation.module.js';
import { MissingCardController } from './missing-card.controller.js';
import { MissingCards } from './missing-cards.service.js';

/** "My card has not come": declared by its person, replaced by the office. */
@Module({
  imports: [AccountsModule, ConfirmationModule],
  controllers: [MissingCardController],
  providers: [MissingCards],
  exports: [MissingCards],
})
export class MissingCardsModule {}
