import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Requires, signedInActor } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { secret } from '../../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { homeOf, redirectTo } from '../../pages/redirect.js';
import { SignInService } from '../sign-in.service.js';
import { forgetNewCodes, newCodesOf, showForAWhile } from './new-codes.js';
import { RECOVERY_CODES } from './second-factor.rules.js';
import { SecondFactors } from './second-factors.service.js';

const passwordForm = z.object({ password: secret('signIn:enterPassword') });

/** "Sign-in security": the ways there are beside the password, and the recovery codes. */
@Controller()
export class SecurityController {
  constructor(
    private readonly pages: Pages,
    private readonly factors: SecondFactors,
    private readonly signIns: SignInService,
    private readonly clock: Clock,
  ) {}

  @GetPage('factors')
  @Requires('factor.manage')
  async show(@Req() req: Request, @Res() res: Response): Promise<void> {
    const { accountId, kind } = signedInActor(req);
    const factors = await this.factors.of(accountId);
    this.pages.show(req, res, 'accounts/second-factor/security', {
      ways: factors.map((factor) => ({
        id: factor.id,
        kind: factor.kind,
        name: factor.name ?? '',
        addedAt: factor.addedAt,
        usedAt: factor.usedAt ?? null,
        removable: kind !== 'officer' || factors.length > 1,
      })),
      required: kind === 'officer',
      codesLeft: await this.factors.codesLeft(accountId),
    });
  }

  @GetPage('factorCodes')
  @Requires('factor.manage')
  async showCodes(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.#codesPage(req, res, EMPTY_FORM);
  }

  /** New ones: the former ones are dead. */
  @PostPage('factorCodes')
  @Requires('factor.manage')
  async createCodes(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const actor = signedInActor(req);
    const form = readForm(passwordForm, body);
    if (!form.ok) return this.#codesPage(req, res, form.form);
    if (!(await this.signIns.confirmsPassword(actor, form.value.password)))
      return this.#codesPage(req, res, refused(body, fieldError('password', 'factor:wrongPassword')));
    const codes = await this.factors.newCodes(actor);
    if (codes) showForAWhile(req, codes, this.clock.now());
    redirectTo(res, codes ? 'factorCodes' : 'factors');
  }

  /** "I have kept them": they are not shown again. */
  @PostPage('factorCodesKept')
  @Requires('factor.manage')
  kept(@Req() req: Request, @Res() res: Response): void {
    forgetNewCodes(req);
    const { returnTo } = req.session;
    delete req.session.returnTo;
    if (returnTo) return res.redirect(303, returnTo);
    redirectTo(res, homeOf(signedInActor(req)));
  }

  async #codesPage(req: Request, res: Response, form: FormState): Promise<void> {
    const codes = newCodesOf(req, this.clock.now());
    const { accountId } = signedInActor(req);
    if ((await this.factors.of(accountId)).length === 0) return redirectTo(res, 'factors');
    if (codes) return this.pages.show(req, res, 'accounts/second-factor/codes-new', { codes });
    this.pages.show(req, res, 'accounts/second-factor/codes', { form, left: await this.factors.codesLeft(accountId), all: RECOVERY_CODES });
  }
}
