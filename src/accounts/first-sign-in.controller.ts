import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Public, Requires } from '../access/requires.decorator.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { secret } from '../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { BROWSER_COOKIE, cookieOf } from '../sessions/browser-cookie.js';
import { OwnPasswordService } from './own-password.service.js';
import { PASSWORD_LONGEST, PASSWORD_SHORTEST } from './password.rules.js';

export const newPasswordForm = z.object({ newPassword: secret('password:enter') });

/** "Create your own password": the only page a temporary password opens (S6). */
@Controller()
export class FirstSignInController {
  constructor(
    private readonly pages: Pages,
    private readonly passwords: OwnPasswordService,
  ) {}

  @GetPage('firstSignIn')
  @Requires('password.create')
  show(@Req() req: Request, @Res() res: Response): void {
    this.#page(req, res, EMPTY_FORM);
  }

  @PostPage('firstSignIn')
  @Requires('password.create')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('newcomer') newcomer: Actor<'newcomer'>,
  ): Promise<void> {
    const form = readForm(newPasswordForm, body);
    if (!form.ok) return this.#page(req, res, form.form);
    const problem = await this.passwords.create(newcomer, form.value.newPassword, cookieOf(req, BROWSER_COOKIE)).catch((fault: unknown) => {
      throw fault instanceof TransitionRefused ? new GoElsewhere('signIn') : fault; // saved or reissued in the meantime
    });
    if (problem) return this.#page(req, res, refused(body, passwordError(problem)));
    redirectTo(res, 'passwordChanged');
  }

  @GetPage('passwordChanged')
  @Public()
  changed(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/password-changed');
  }

  #page(req: Request, res: Response, form: FormState): void {
    this.pages.show(req, res, 'accounts/first-sign-in', { form, shortest: PASSWORD_SHORTEST });
  }
}

/** The refusal of a password, saying why (TRUST.md 12). */
export const passwordError = (problem: string, shortest = PASSWORD_SHORTEST) =>
  fieldError('newPassword', `password:${problem}`, { shortest, longest: PASSWORD_LONGEST });
