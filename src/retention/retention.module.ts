import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { Retention } from './retention.service.js';

/** What goes when its time is over. */
@Module({ imports: [PhotosModule], providers: [Retention], exports: [Retention] })
export class RetentionModule {}
