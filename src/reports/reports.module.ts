import { Module } from '@nestjs/common';
import { CONFIG, POOL } from '../tokens.js';
import { CheckDemotions } from './check-demotions.service.js';
import { DayCounting } from './day-counting.service.js';
import { FairnessController } from './fairness.controller.js';
import { Figures } from './figures.js';
import { ReportPage } from './report-page.js';
import { ReportsController } from './reports.controller.js';
import { REPORTS_POOL, reportsPool } from './reports-pool.js';

/** Supervisors' reports: days are counted by the clock, and read by week. */
@Module({
  controllers: [ReportsController, FairnessController],
  providers: [DayCounting, Figures, ReportPage, CheckDemotions, { provide: REPORTS_POOL, useFactory: reportsPool, inject: [CONFIG, POOL] }],
})
export class ReportsModule {}
