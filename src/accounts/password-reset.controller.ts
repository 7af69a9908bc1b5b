import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../access/requires.decorator.js';
import { required, secret } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { passwordError } from './first-sign-in.controller.js';
import { PasswordResetService, type ResetLink, ResetLinkClosed } from './password-reset.service.js';

const askForm = z.object({ usernameOrEmail: required('recovery:reset.enter', 254) });
const replaceForm = z.object({ newPassword: secret('password:enter') });

/** A forgotten password: asked for by name or address, replaced through a mailed link (S41). */
@Controller()
export class PasswordResetController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly resets: PasswordResetService,
  ) {}

  @GetPage('passwordReset')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/password-reset', { form: this.drafts.open(req, EMPTY_FORM, askForm) });
  }

  @PostPage('passwordReset')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const form = readForm(askForm, body);
    if (!form.ok) return this.pages.show(req, res, 'accounts/password-reset', { form: form.form });
    await this.resets.ask(form.value.usernameOrEmail, req.ip ?? '');
    redirectTo(res, 'passwordResetSent');
  }

  @GetPage('passwordResetSent')
  @Public()
  sent(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/password-reset-sent');
  }

  /** Opening the link uses nothing up: mail scanners open links too. */
  @GetPage('passwordResetNew')
  @Public()
  async showNew(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    const shortest = await this.#open(token);
    this.#newPage(req, res, token, shortest, this.drafts.open(req, EMPTY_FORM, replaceForm));
  }

  @PostPage('passwordResetNew')
  @Public()
  async replace(@Req() req: Request, @Res() res: Response, @Param('token') token: string, @Body() body: unknown): Promise<void> {
    const shortest = await this.#open(token);
    const form = readForm(replaceForm, body);
    if (!form.ok) return this.#newPage(req, res, token, shortest, form.form);
    const problem = await this.resets.use(token, form.value.newPassword, req.ip ?? '').catch((fault: unknown) => {
      throw fault instanceof ResetLinkClosed ? closed(fault.link) : fault; // used in the meantime, in another tab
    });
    if (problem) return this.#newPage(req, res, token, shortest, refused(body, passwordError(problem, shortest)));
    redirectTo(res, 'passwordChanged');
  }

  /** How long the new password must be. @throws RefusalPage when the link can't be used */
  async #open(token: string): Promise<number> {
    const { state, shortest } = await this.resets.linkOf(token);
    if (state !== 'open') throw closed(state);
    return shortest;
  }

  #newPage(req: Request, res: Response, token: string, shortest: number, form: FormState): void {
    this.pages.show(req, res, 'accounts/password-reset-new', { form, token, shortest });
  }
}

const closed = (link: Exclude<ResetLink, 'open'>): RefusalPage =>
  new RefusalPage(link === 'unknown' ? 404 : 410, 'accounts/password-reset-closed', { key: `recovery:closed.${link}` });
