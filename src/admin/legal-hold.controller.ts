import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { required } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { LegalHolds } from '../retention/legal-holds.service.js';

const holdForm = z.object({ reason: required('holds:sayWhy', 500) });

/** A supervisor keeps a case from being purged, with a reason, and lets it go again (TRUST.md 22). */
@Controller()
export class LegalHoldController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly holds: LegalHolds,
  ) {}

  @GetPage('adminLegalHold')
  @Requires('case.view')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, officer, caseId, this.drafts.open(req, EMPTY_FORM, holdForm));
  }

  @PostPage('adminLegalHold')
  @Requires('case.hold')
  async begin(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const read = readForm(holdForm, body);
    if (!read.ok) return this.#page(req, res.status(422), officer, caseId, read.form);
    await this.holds.begin(officer, caseId, read.value.reason);
    redirectTo(res, 'adminLegalHold', { case: caseId });
  }

  @PostPage('adminLegalHoldEnd')
  @Requires('case.hold')
  async end(@Res() res: Response, @Param('case') caseId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.holds.end(officer, caseId);
    redirectTo(res, 'adminLegalHold', { case: caseId });
  }

  async #page(req: Request, res: Response, officer: Actor<'officer'>, caseId: string, form: FormState): Promise<void> {
    const applicationNumber = await this.holds.applicationNumberOf(caseId);
    const holds = await this.holds.of(caseId);
    const mayHold = await this.holds.mayHold(officer);
    const open = holds.find(({ endedAt }) => endedAt === null) ?? null;
    const over = holds.filter((hold) => hold !== open);
    this.pages.show(req, res, 'admin/legal-hold', {
      caseId,
      applicationNumber,
      open,
      over,
      mayHold,
      ...(mayHold && !open ? { form } : {}),
    });
  }
}
