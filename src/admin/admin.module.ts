import { Module } from '@nestjs/common';
import { BatchFiles } from '../cards/batches/batch-files.js';
import { CardsModule } from '../cards/cards.module.js';
import { MissingCardsModule } from '../cards/mailed/missing-cards.module.js';
import { ConfirmationModule } from '../confirmation/confirmation.module.js';
import { PhotosModule } from '../photos/photos.module.js';
import { ResidenceModule } from '../residence/residence.module.js';
import { AdminRecordErrorController } from './record-error.controller.js';
import { CardBatchPage } from './card-batch-page.js';
import { CardBatchesController } from './card-batches.controller.js';
import { AdminMessagesController } from './messages.controller.js';
import { NotesController } from './notes.controller.js';
import { MessagesModule } from '../messages/messages.module.js';
import { CardLists } from './card-lists.js';
import { CardsController } from './cards.controller.js';
import { RecordCopyController } from './record-copy.controller.js';
import { SuspensionController } from './suspension.controller.js';
import { PaperDeclarationController } from './paper-declaration.controller.js';
import { MailedCardController } from './mailed-card.controller.js';
import { MailedBatchController } from './mailed-batch.controller.js';
import { AdminPresenceController } from './presence.controller.js';
import { PresenceFile } from './presence-file.js';
import { ReturnsController } from './returns.controller.js';
import { ReturnsList } from './returns-list.js';
import { NextController } from './next.controller.js';
import { QueueController } from './queue.controller.js';
import { WorkQueue } from './work-queue.js';

/** Officers' pages. They call the same services as everybody's, and hold no rule of their own. */
@Module({
  imports: [CardsModule, MissingCardsModule, ConfirmationModule, PhotosModule, ResidenceModule, MessagesModule],
  controllers: [
    QueueController,
    NextController,
    AdminPresenceController,
    PaperDeclarationController,
    SuspensionController,
    AdminRecordErrorController,
    RecordCopyController,
    AdminMessagesController,
    NotesController,
    CardsController,
    CardBatchesController,
    MailedCardController,
    MailedBatchController,
    ReturnsController,
  ],
  providers: [WorkQueue, PresenceFile, CardLists, BatchFiles, CardBatchPage, ReturnsList],
})
export class AdminModule {}
