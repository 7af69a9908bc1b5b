import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../access/requires.decorator.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { typed } from '../forms/fields.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RequestLimits } from '../security/request-limits.js';
import { typedRecordCode } from './record-code.js';
import { ResidenceRecords } from './residence-records.js';

const codeForm = z.object({
  code: typed()
    .refine((code) => code !== '', 'ecopr:checker.enterCode')
    .refine((code) => code === '' || typedRecordCode(code) !== null, 'ecopr:checker.notACode'),
});

/**
 * Anybody who is shown an eCOPR types its code, or follows the QR code, and reads whether it is genuine and counts. The answer's address
 * carries the code: nothing is changed by asking, and an answer can be reloaded, kept and read in the other language.
 */
@Controller()
export class RecordCheckController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly records: ResidenceRecords,
    private readonly limits: RequestLimits,
  ) {}

  @GetPage('ecoprCheck')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    this.#form(req, res, this.drafts.open(req, EMPTY_FORM, codeForm));
  }

  @PostPage('ecoprCheck')
  @Public()
  create(@Req() req: Request, @Res() res: Response, @Body() body: unknown): void {
    const form = readForm(codeForm, body);
    if (!form.ok) return this.#form(req, res, form.form);
    redirectTo(res, 'ecoprChecked', { code: typedRecordCode(form.value.code) ?? '' });
  }

  @GetPage('ecoprChecked')
  @Public()
  async result(@Req() req: Request, @Res() res: Response, @Param('code') code: string): Promise<void> {
    if (!typedRecordCode(code)) return this.#form(req, res, refused({ code }, fieldError('code', 'ecopr:checker.notACode')));
    await this.limits.consume('recordChecksPerAddress', req.ip ?? '');
    const check = await this.records.check(code);
    this.pages.show(req, res, 'residence/record-checked', { check, code: typedRecordCode(code) }, check.state === 'unknown' ? 404 : 200);
  }

  #form(req: Request, res: Response, form: FormState): void {
    this.pages.show(req, res, 'residence/record-check', { form });
  }
}
