import { Controller, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import type { CheckName } from '../photos/finding.js';
import { CheckDemotions, type Standing } from './check-demotions.service.js';
import { isWarningCheck } from './fairness-report.js';
import { ReportPage } from './report-page.js';
import { shareOf } from './report.js';
import { WOLF } from './report.rules.js';
import { percent } from './shown-report.js';

/** The fairness ledger, and what a supervisor does about a check that cries wolf (PORTAL.md 4 and 5). */
@Controller()
export class FairnessController {
  constructor(
    private readonly pages: Pages,
    private readonly page: ReportPage,
    private readonly demotions: CheckDemotions,
  ) {}

  @GetPage('adminReportsFairness')
  @Requires('report.view')
  async show(@Req() req: Request, @Res() res: Response, @Query() query: Record<string, unknown>): Promise<void> {
    const language = res.locals.language as Language;
    const standings = (await this.demotions.standings()).map((standing) => shown(standing, language));
    const putUp = standings.filter((standing) => standing.putUp);
    const demoted = standings.filter((standing) => standing.demoted);
    return this.page.ofPeriod(req, res, 'fairness', query, { standings: { putUp, demoted, wolf: WOLF_IN_WORDS } });
  }

  @GetPage('adminReportsCheck')
  @Requires('report.view')
  async check(@Req() req: Request, @Res() res: Response, @Param('check') name: string): Promise<void> {
    const check = warningCheck(name);
    const standing = (await this.demotions.standings()).find((one) => one.check === check);
    if (!standing) throw new NotFoundException();
    this.pages.show(req, res, 'reports/check', { standing: shown(standing, res.locals.language as Language), wolf: WOLF_IN_WORDS });
  }

  @PostPage('adminReportsCheck')
  @Requires('check.demote')
  async demote(@Res() res: Response, @Param('check') name: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const check = warningCheck(name);
    await this.demotions.demote(officer, check);
    redirectTo(res, 'adminReportsCheck', { check });
  }

  @PostPage('adminReportsCheckRestoration')
  @Requires('check.demote')
  async restore(@Res() res: Response, @Param('check') name: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const check = warningCheck(name);
    await this.demotions.restore(officer, check);
    redirectTo(res, 'adminReportsCheck', { check });
  }
}

function warningCheck(name: string): CheckName {
  if (!isWarningCheck(name)) throw new NotFoundException();
  return name;
}

const WOLF_IN_WORDS = { warned: WOLF.warned, percent: WOLF.accepted * 100, weeks: WOLF.weeks };

const shown = (standing: Standing, language: Language) => ({
  ...standing,
  percent: percent(shareOf(standing.accepted, standing.warned) ?? 0, language),
  demoted: standing.demoted && {
    ...standing.demoted,
    percent: percent(shareOf(standing.demoted.accepted, standing.demoted.warned) ?? 0, language),
  },
});
