import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../access/requires.decorator.js';
import { APPLICATION_NUMBER } from '../cases/case.rules.js';
import { email, typed } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { normalApplicationNumber } from '../privacy/normalise.js';
import { looksLikeUsername } from './credentials.js';
import { PasswordRequestService } from './password-request.service.js';

const requestForm = z.object({
  applicationNumber: typed()
    .refine((value) => value !== '', 'recovery:ask.enterNumber')
    .refine(
      (value) => value === '' || APPLICATION_NUMBER.test(normalApplicationNumber(value)) || looksLikeUsername(value),
      'recovery:ask.wrongNumber',
    ),
  email: email('recovery:ask.enterEmail', 'recovery:ask.wrongEmail'),
});

/** A temporary password that expired, was lost or does not work: an officer sends a new one (S39). */
@Controller()
export class PasswordRequestController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly requests: PasswordRequestService,
  ) {}

  @GetPage('temporaryPassword')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/temporary-password', { form: this.drafts.open(req, EMPTY_FORM, requestForm) });
  }

  @PostPage('temporaryPassword')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const form = readForm(requestForm, body);
    if (!form.ok) return this.pages.show(req, res, 'accounts/temporary-password', { form: form.form });
    await this.requests.ask(form.value.applicationNumber, form.value.email, req.ip ?? '');
    redirectTo(res, 'temporaryPasswordAsked');
  }

  @GetPage('temporaryPasswordAsked')
  @Public()
  asked(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/temporary-password-asked');
  }
}
