import { Global, Module } from '@nestjs/common';
import { TimedJobs } from './timed-jobs.js';

/** Timed work under one leader. Any module registers its jobs with TimedJobs. */
@Global()
@Module({ providers: [TimedJobs], exports: [TimedJobs] })
export class JobsModule {}
