import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Requires, signedInActor } from '../../access/requires.decorator.js';
import { secret } from '../../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { PASSWORD_SHORTEST, standsAlone } from '../password.rules.js';
import { SignInService } from '../sign-in.service.js';
import { FactorRemoval } from './factor-removal.service.js';

const removalForm = z.object({ password: secret('signIn:enterPassword'), oneTimeCode: secret('factor:removal.enter') });

/** Removing an app or a passkey, with the password and a code: a session left open removes nothing. */
@Controller()
export class FactorRemovalController {
  constructor(
    private readonly pages: Pages,
    private readonly removal: FactorRemoval,
    private readonly signIns: SignInService,
  ) {}

  @GetPage('factorRemoval')
  @Requires('factor.manage')
  show(@Req() req: Request, @Res() res: Response, @Param('factor') factor: string): Promise<void> {
    return this.#page(req, res, factor, EMPTY_FORM);
  }

  @PostPage('factorRemoval')
  @Requires('factor.manage')
  async create(@Req() req: Request, @Res() res: Response, @Param('factor') factor: string, @Body() body: unknown): Promise<void> {
    const actor = signedInActor(req);
    const form = readForm(removalForm, body);
    if (!form.ok) return this.#page(req, res, factor, form.form);
    if (!(await this.signIns.confirmsPassword(actor, form.value.password)))
      return this.#page(req, res, factor, refused(body, fieldError('password', 'factor:wrongPassword')));
    const refusal = await this.removal.remove(actor, factor, form.value.oneTimeCode, standsAlone(form.value.password));
    if (refusal === 'shortPassword')
      return this.#page(
        req,
        res,
        factor,
        refused(body, fieldError('password', 'factor:removal.shortPassword', { shortest: PASSWORD_SHORTEST })),
      );
    if (refusal) return this.#page(req, res, factor, refused(body, fieldError('oneTimeCode', `factor:removal.${refusal}`)));
    redirectTo(res, 'factors');
  }

  async #page(req: Request, res: Response, id: string, form: FormState): Promise<void> {
    const { kind, name, addedAt } = await this.removal.find(signedInActor(req), id);
    this.pages.show(req, res, 'accounts/second-factor/removal', { form, id, kind, name: name ?? '', addedAt });
  }
}
