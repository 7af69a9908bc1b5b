import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { FactorReset } from '../accounts/second-factor/factor-reset.service.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { identityCheckForm, identityChecks } from './identity-check.form.js';

/** Somebody has lost telephone and recovery codes: an officer checks who they are, then removes the second step. */
@Controller()
export class FactorResetController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly resets: FactorReset,
  ) {}

  @GetPage('adminFactorReset')
  @Requires('factor.reset')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('account') accountId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.#page(req, res, officer, accountId, this.drafts.open(req, EMPTY_FORM, identityCheckForm));
  }

  @PostPage('adminFactorReset')
  @Requires('factor.reset')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('account') accountId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(identityCheckForm, body);
    if (!form.ok) return this.#page(req, res, officer, accountId, form.form);
    await this.resets.reset(officer, accountId, form.value.checkedBy);
    redirectTo(res, 'adminFactorReset', { account: accountId }); // which now says that there is none
  }

  async #page(req: Request, res: Response, officer: Actor<'officer'>, accountId: string, form: FormState): Promise<void> {
    this.pages.show(req, res, 'admin/factor-reset', {
      form,
      account: await this.resets.of(officer, accountId),
      checks: identityChecks(this.pages.translator, res.locals.language as Language),
    });
  }
}
