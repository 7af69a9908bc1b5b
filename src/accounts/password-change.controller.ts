import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { AnyActor, Requires } from '../access/requires.decorator.js';
import { secret } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { BROWSER_COOKIE, cookieOf } from '../sessions/browser-cookie.js';
import { SessionStart } from '../sessions/session-start.js';
import { passwordError } from './first-sign-in.controller.js';
import { OwnPasswordService } from './own-password.service.js';
import { PasswordJudge } from './password-judge.js';

const changeForm = z.object({ currentPassword: secret('password:enterCurrent'), newPassword: secret('password:enter') });

/** "Change my password": the present one is asked for again (TRUST.md 16). */
@Controller()
export class PasswordChangeController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly judge: PasswordJudge,
    private readonly passwords: OwnPasswordService,
    private readonly sessions: SessionStart,
  ) {}

  @GetPage('accountPassword')
  @Requires('account.change')
  async show(@Req() req: Request, @Res() res: Response, @AnyActor() actor: Actor): Promise<void> {
    await this.#page(req, res, actor, this.drafts.open(req, EMPTY_FORM, changeForm));
  }

  @PostPage('accountPassword')
  @Requires('account.change')
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown, @AnyActor() actor: Actor): Promise<void> {
    const form = readForm(changeForm, body);
    if (!form.ok) return this.#page(req, res, actor, form.form);
    const { currentPassword, newPassword } = form.value;
    const saved = await this.passwords.change(actor, currentPassword, newPassword, cookieOf(req, BROWSER_COOKIE));
    if (saved.problem === 'wrongPassword') {
      return this.#page(req, res, actor, refused(body, fieldError('currentPassword', 'password:wrongCurrent')));
    }
    if (saved.problem) {
      const shortest = await this.judge.shortestFor(this.em, actor.accountId);
      return this.#page(req, res, actor, refused(body, passwordError(saved.problem, shortest)));
    }
    if (req.user) await this.sessions.renew(req, { ...req.user, epoch: saved.epoch });
    res.redirect(303, `${href('account', res.locals.language as Language)}?done=password`);
  }

  async #page(req: Request, res: Response, actor: Actor, form: FormState): Promise<void> {
    const shortest = await this.judge.shortestFor(this.em, actor.accountId);
    this.pages.show(req, res, 'accounts/password-change', { form, shortest });
  }
}
