import { Module } from '@nestjs/common';
import { PhotosModule } from '../photos/photos.module.js';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics-server.js';
import { Readiness } from './readiness.js';

/** What whoever runs the portal asks of a process. */
@Module({ imports: [PhotosModule], providers: [Readiness, Metrics, MetricsServer] })
export class OperationModule {}
