import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { PhotoFile } from './photo-file.js';
import { PhotoList } from './photo-list.js';
import { AdminPhotosController } from './photos.controller.js';

/** The officers' queue of photos and the review of each. */
@Module({ imports: [PhotosModule], controllers: [AdminPhotosController], providers: [PhotoFile, PhotoList] })
export class AdminPhotosModule {}
