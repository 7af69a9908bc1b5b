import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { CardsModule } from '../cards/cards.module.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { ClientDrafts } from '../confirmation/drafts/client-drafts.js';
import { Vault } from '../privacy/vault.js';
import { CONFIG, POOL } from '../tokens.js';
import { FileHistory } from './upload/file-history.js';
import { PhotoCheckController } from './checker/photo-check.controller.js';
import { PhotoCheckGate } from './checker/photo-check-gate.js';
import { PhotoChecker } from './checker/photo-checker.js';
import { PhotoDecisions } from './review/photo-decisions.js';
import { PhotoDeclarationService } from './editor/photo-declaration.service.js';
import { PhotoFindingsController } from './editor/photo-findings.controller.js';
import { PhotoFramePage } from './editor/photo-frame-page.js';
import { PhotoFrameController } from './editor/photo-frame.controller.js';
import { PhotoFramingService } from './editor/photo-framing.service.js';
import { PhotoOriginals } from './photo-originals.js';
import { PhotographerController } from './photographer/photographer.controller.js';
import { PhotographerLinkController } from './photographer/photographer-link.controller.js';
import { PhotographerLinks } from './photographer/photographer-links.js';
import { PhotoDrafts } from './prepared/photo-drafts.js';
import { PreparedPhotoController } from './prepared/prepared-photo.controller.js';
import { PreparePhotoController } from './prepared/prepare-photo.controller.js';
import { PhotoPreviews } from './photo-previews.js';
import { PhotoPictureController } from './photo-picture.controller.js';
import { PhotoPictures } from './photo-pictures.js';
import { DemotedChecks } from './demotion/demoted-checks.js';
import { PhotoQueue } from './review/photo-queue.js';
import { PhotoCallController } from './review/photo-call.controller.js';
import { PhotoReturnedController } from './review/photo-returned.controller.js';
import { PhotoReviewService } from './review/photo-review.service.js';
import { PhotoSuggestions } from './editor/photo-suggestions.js';
import { PhotoStore } from './photo-store.js';
import { openPhotoStore } from './store/open-photo-store.js';
import { PhotoSubmissionService } from './submission/photo-submission.service.js';
import { SecondLooks } from './review/second-looks.service.js';
import { PhotoUndoService } from './review/photo-undo.service.js';
import { PhotoUploadController } from './upload/photo-upload.controller.js';
import { PhotoUploadService } from './upload/photo-upload.service.js';
import { PhotoWorkshop } from './workshop/photo-workshop.js';
import { ReceiptController } from './submission/receipt.controller.js';
import { ReturnedFiles } from './upload/returned-files.js';
import { SubmissionController } from './submission/submission.controller.js';

/** The photo: upload, frame, checks, declaration, submission; and the officer's decision, whose pages are in the admin module. */
@Module({
  imports: [CardsModule, AccountsModule, MessagesModule],
  controllers: [
    PhotoCheckController,
    PhotoUploadController,
    PhotoFrameController,
    PhotoFindingsController,
    PhotoPictureController,
    PhotoReturnedController,
    PhotoCallController,
    SubmissionController,
    ReceiptController,
    PhotographerLinkController,
    PhotographerController,
    PreparePhotoController,
    PreparedPhotoController,
  ],
  providers: [
    Confirmations,
    PhotoQueue,
    {
      provide: PhotoStore,
      useFactory: openPhotoStore,
      inject: [CONFIG, Vault, POOL],
    },
    { provide: PhotoWorkshop, useFactory: () => new PhotoWorkshop() },
    DemotedChecks,
    PhotoSuggestions,
    PhotoFramePage,
    PhotoUploadService,
    PhotoFramingService,
    PhotoDeclarationService,
    PhotoSubmissionService,
    FileHistory,
    PhotoCheckGate,
    PhotoChecker,
    PhotoDecisions,
    PhotoReviewService,
    PhotoUndoService,
    SecondLooks,
    ReturnedFiles,
    PhotoOriginals,
    PhotoPictures,
    PhotoPreviews,
    PhotographerLinks,
    ClientDrafts,
    PhotoDrafts,
  ],
  exports: [
    PhotoQueue,
    PhotoDecisions,
    PhotoReviewService,
    PhotoUndoService,
    SecondLooks,
    ReturnedFiles,
    PhotoPictures,
    PhotoStore,
    PhotoWorkshop,
  ],
})
export class PhotosModule implements OnApplicationShutdown {
  constructor(private readonly workshop: PhotoWorkshop) {}

  async onApplicationShutdown(): Promise<void> {
    await this.workshop.close();
  }
}
