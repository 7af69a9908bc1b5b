import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { Readiness } from './readiness.js';

/** What whoever runs the portal asks of a process. */
@Module({ imports: [PhotosModule], providers: [Readiness] })
export class OperationModule {}
