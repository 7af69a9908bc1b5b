import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { AnyActor, Public, Requires } from '../access/requires.decorator.js';
import { email, secret } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { EmailChangeService } from './email-change.service.js';

const askForm = z.object({
  email: email('account-email:ask.enterEmail', 'account-email:ask.wrongEmail'),
  password: secret('account-email:ask.enterPassword'),
});

/** "Change my email address", and the link sent to the new one: opening it only shows a button, since mail scanners open links too. */
@Controller()
export class EmailChangeController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly changes: EmailChangeService,
  ) {}

  @GetPage('accountEmail')
  @Requires('account.change')
  show(@Req() req: Request, @Res() res: Response, @AnyActor() actor: Actor): void {
    this.#page(req, res, actor, this.drafts.open(req, EMPTY_FORM, askForm));
  }

  @PostPage('accountEmail')
  @Requires('account.change')
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown, @AnyActor() actor: Actor): Promise<void> {
    const form = readForm(askForm, body);
    if (!form.ok) return this.#page(req, res, actor, form.form);
    const refusal = await this.changes.ask(actor, form.value.email, form.value.password);
    if (refusal === 'wrongPassword')
      return this.#page(req, res, actor, refused(body, fieldError('password', 'account-email:ask.wrongPassword')));
    if (refusal) {
      const words = refusal === 'sameAddress' ? 'account-email:ask.sameAddress' : 'account-email:ask.notUsable';
      return this.#page(req, res, actor, refused(body, fieldError('email', words)));
    }
    redirectTo(res, 'accountEmailSent');
  }

  @GetPage('accountEmailSent')
  @Requires('account.change')
  sent(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/email-sent');
  }

  @GetPage('newEmailConfirmed')
  @Public()
  confirmed(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/email-confirmed');
  }

  @GetPage('newEmailConfirm')
  @Public()
  async showLink(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    assertOpen(await this.changes.stateOf(token));
    this.pages.show(req, res, 'accounts/email-confirm', { form: EMPTY_FORM, token });
  }

  @PostPage('newEmailConfirm')
  @Public()
  async confirm(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    assertOpen(await this.changes.confirm(token, req.sessionID));
    redirectTo(res, 'newEmailConfirmed');
  }

  #page(req: Request, res: Response, actor: Actor, form: FormState): void {
    this.pages.show(req, res, 'accounts/email-change', { form, kind: actor.kind });
  }
}

function assertOpen(link: string): void {
  if (link === 'open') return;
  const status = link === 'unknown' ? 404 : link === 'refused' ? 409 : 410;
  throw new RefusalPage(status, 'accounts/email-link-closed', { key: `account-email:closed.${link}` });
}
