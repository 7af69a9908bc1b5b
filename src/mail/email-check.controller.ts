import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../access/requires.decorator.js';
import { typed } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RequestLimits } from '../security/request-limits.js';
import { typedCheckCode } from './check-code.js';
import { SentMails } from './sent-mails.js';

const codeForm = z.object({
  code: typed()
    .refine((code) => code !== '', 'email-check:enterCode')
    .refine((code) => code === '' || typedCheckCode(code) !== null, 'email-check:notACode'),
});

/**
 * “Check an email from us” (PORTAL.md 5): whoever has a mail types its code and reads when we sent it, which one it was and to whom, in
 * masked form. Asking changes nothing; the answer has an address of its own, to be read again and in the other language.
 */
@Controller()
export class EmailCheckController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly mails: SentMails,
    private readonly limits: RequestLimits,
  ) {}

  @GetPage('emailCheck')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    this.#form(req, res, this.drafts.open(req, EMPTY_FORM, codeForm));
  }

  @PostPage('emailCheck')
  @Public()
  create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): void {
    const form = readForm(codeForm, body);
    if (!form.ok) return this.#form(req, res, form.form);
    redirectTo(res, 'emailChecked', { code: typedCheckCode(form.value.code) ?? '' });
  }

  @GetPage('emailChecked')
  @Public()
  async result(@Req() req: Request, @Res() res: Response, @Param('code') code: string): Promise<void> {
    const clear = typedCheckCode(code);
    if (!clear) return this.#form(req, res, refused({ code }, fieldError('code', 'email-check:notACode')));
    await this.limits.consume('emailChecksPerAddress', req.ip ?? '');
    const mail = await this.mails.byCode(clear);
    this.pages.show(req, res, 'mail/email-checked', { mail, code: clear, state: mail ? 'ours' : 'unknown' }, mail ? 200 : 404);
  }

  #form(req: Request, res: Response, form: FormState): void {
    this.pages.show(req, res, 'mail/email-check', { form });
  }
}
