import { Module } from '@nestjs/common';
import { CheckDemotions } from './check-demotions.service.js';
import { DayCounting } from './day-counting.service.js';
import { FairnessController } from './fairness.controller.js';
import { Figures } from './figures.js';
import { ReportPage } from './report-page.js';
import { ReportsController } from './reports.controller.js';

/** Supervisors' reports: days are counted by the clock, and read by week. */
@Module({
  controllers: [ReportsController, FairnessController],
  providers: [DayCounting, Figures, ReportPage, CheckDemotions],
})
export class ReportsModule {}
