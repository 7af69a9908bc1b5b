import { join } from 'node:path';
import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { CardsModule } from '../cards/cards.module.js';
import type { Config } from '../config.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { CONFIG } from '../tokens.js';
import { FileHistory } from './file-history.js';
import { PhotoCheckController } from './photo-check.controller.js';
import { PhotoCheckGate } from './photo-check-gate.js';
import { PhotoChecker } from './photo-checker.js';
import { PhotoDecisions } from './photo-decisions.js';
import { PhotoDeclarationService } from './photo-declaration.service.js';
import { PhotoFindingsController } from './photo-findings.controller.js';
import { PhotoFramePage } from './photo-frame-page.js';
import { PhotoFrameController } from './photo-frame.controller.js';
import { PhotoFramingService } from './photo-framing.service.js';
import { PhotoOriginals } from './photo-originals.js';
import { PhotoPictureController } from './photo-picture.controller.js';
import { PhotoPictures } from './photo-pictures.js';
import { PhotoQueue } from './photo-queue.js';
import { PhotoReturnedController } from './photo-returned.controller.js';
import { PhotoReviewService } from './photo-review.service.js';
import { PhotoSuggestions } from './photo-suggestions.js';
import { FolderPhotoStore, PhotoStore } from './photo-store.js';
import { PhotoSubmissionService } from './photo-submission.service.js';
import { PhotoUndoService } from './photo-undo.service.js';
import { PhotoUploadController } from './photo-upload.controller.js';
import { PhotoUploadService } from './photo-upload.service.js';
import { PhotoWorkshop } from './photo-workshop.js';
import { ReceiptController } from './receipt.controller.js';
import { ReturnedFiles } from './returned-files.js';
import { SubmissionController } from './submission.controller.js';

/** The photo: upload, frame, checks, declaration, submission; and the officer's decision, whose pages are in the admin module. */
@Module({
  imports: [CardsModule],
  controllers: [
    PhotoCheckController,
    PhotoUploadController,
    PhotoFrameController,
    PhotoFindingsController,
    PhotoPictureController,
    PhotoReturnedController,
    SubmissionController,
    ReceiptController,
  ],
  providers: [
    Confirmations,
    PhotoQueue,
    { provide: PhotoStore, useFactory: (config: Config) => new FolderPhotoStore(join(config.dataDir, 'photos')), inject: [CONFIG] },
    { provide: PhotoWorkshop, useFactory: () => new PhotoWorkshop() },
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
    ReturnedFiles,
    PhotoOriginals,
    PhotoPictures,
  ],
  exports: [PhotoDecisions, PhotoReviewService, PhotoUndoService, ReturnedFiles, PhotoPictures, PhotoStore, PhotoWorkshop],
})
export class PhotosModule implements OnApplicationShutdown {
  constructor(private readonly workshop: PhotoWorkshop) {}

  async onApplicationShutdown(): Promise<void> {
    await this.workshop.close();
  }
}
