import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { PublicPagesController } from './public-pages.controller.js';

@Module({ imports: [PhotosModule], controllers: [PublicPagesController] })
export class PublicPagesModule {}
