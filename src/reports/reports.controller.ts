import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Requires } from '../access/requires.decorator.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { LEAST_FOR_A_SHARE } from './report.rules.js';
import { ReportPage, REPORTS } from './report-page.js';

type AskedFor = Record<string, unknown>;

/** Supervisors' reports: numbers of the office, and nobody's own. */
@Controller()
export class ReportsController {
  constructor(
    private readonly pages: Pages,
    private readonly page: ReportPage,
  ) {}

  @GetPage('adminReports')
  @Requires('report.view')
  list(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'reports/reports', { reports: REPORTS, leastForShare: LEAST_FOR_A_SHARE });
  }

  @GetPage('adminReportsWaiting')
  @Requires('report.view')
  waiting(@Req() req: Request, @Res() res: Response, @Query() query: AskedFor): Promise<void> {
    return this.page.waiting(req, res, query);
  }

  @GetPage('adminReportsArrivals')
  @Requires('report.view')
  arrivals(@Req() req: Request, @Res() res: Response, @Query() query: AskedFor): Promise<void> {
    return this.page.ofPeriod(req, res, 'arrivals', query);
  }

  @GetPage('adminReportsPromise')
  @Requires('report.view')
  promise(@Req() req: Request, @Res() res: Response, @Query() query: AskedFor): Promise<void> {
    return this.page.ofPeriod(req, res, 'promise', query);
  }

  @GetPage('adminReportsReturns')
  @Requires('report.view')
  returns(@Req() req: Request, @Res() res: Response, @Query() query: AskedFor): Promise<void> {
    return this.page.ofPeriod(req, res, 'returns', query);
  }

  @GetPage('adminReportsMail')
  @Requires('report.view')
  mail(@Req() req: Request, @Res() res: Response, @Query() query: AskedFor): Promise<void> {
    return this.page.ofPeriod(req, res, 'mail', query);
  }
}
