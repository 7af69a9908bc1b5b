import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { AdminPhotoDecisionsController } from './photo-decisions.controller.js';
import { PhotoFile } from './photo-file.js';
import { PhotoList } from './photo-list.js';
import { AdminPhotoUndoController } from './photo-undo.controller.js';
import { SecondLooksController } from './second-looks.controller.js';
import { PhotoReviewPage } from './photo-review-page.js';
import { AdminPhotosController } from './photos.controller.js';

/** The officers' queue of photos and the review of each. */
@Module({
  imports: [PhotosModule],
  // decisions first: `…/return` would be read as a picture's name otherwise
  controllers: [AdminPhotoDecisionsController, AdminPhotoUndoController, AdminPhotosController, SecondLooksController],
  providers: [PhotoFile, PhotoList, PhotoReviewPage],
})
export class AdminPhotosModule {}
