import { Body, Controller, Param, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../../access/requires.decorator.js';
import { required } from '../../forms/fields.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { RefusalPage } from '../../pages/error-pages.filter.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { RequestLimits } from '../../security/request-limits.js';
import { PhotoCheckGate } from '../checker/photo-check-gate.js';
import { type CheckedForVisitor, PhotoChecker } from '../checker/photo-checker.js';
import { shownCheck } from '../checker/shown-check.js';
import { verdict } from '../finding.js';
import { PhotoFileInterceptor, shownFileName } from '../upload/photo-file-interceptor.js';
import { photoError, statusOf } from '../upload/photo-upload.form.js';
import { PhotographerLinks } from './photographer-links.js';

const codeForm = z.object({ code: required('photographer:typeCode', 60) });

/** What a studio sees: a place for one photo, and what the checks find. Whose it is, and all else, stays unsaid. */
@Controller()
export class PhotographerController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly links: PhotographerLinks,
    private readonly checker: PhotoChecker,
    private readonly limits: RequestLimits,
  ) {}

  /** For who was told the code and did not follow the link. */
  @GetPage('photographer')
  @Public()
  ask(@Req() req: Request, @Res() res: Response): void {
    this.#askPage(req, res, this.drafts.open(req, EMPTY_FORM, codeForm));
  }

  @PostPage('photographer')
  @Public()
  async find(@Req() req: Request, @Res() res: Response, @Body() body: unknown): Promise<void> {
    const form = readForm(codeForm, body);
    if (!form.ok) return this.#askPage(req, res, form.form);
    await this.limits.consume('photographerCodesPerAddress', req.ip ?? '');
    if (!(await this.links.byCode(form.value.code)))
      return this.#askPage(req, res, refused(body, fieldError('code', 'photographer:noSuchCode')));
    redirectTo(res, 'photographerUpload', { code: form.value.code.trim() });
  }

  @GetPage('photographerUpload')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('code') code: string): Promise<void> {
    await this.#judgeCode(req, code);
    this.#page(req, res, code, EMPTY_FORM);
  }

  /** Answers 200 with what was found, as the public checker does: the link is used up by then, and a page of its own has nothing to show. */
  @PostPage('photographerUpload')
  @Public()
  @UseInterceptors(PhotoCheckGate, PhotoFileInterceptor)
  async send(
    @Req() req: Request,
    @Res() res: Response,
    @Param('code') code: string,
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<void> {
    await this.#judgeCode(req, code);
    const refuse = (error: FieldError, status = 422): void => this.#page(req, res, code, refused({}, error), status);
    if (!file) return refuse(fieldError('photo', 'photographer:choosePhoto'));
    const checked = await this.checker.check(file.buffer);
    if (checked && 'refused' in checked)
      return refuse(photoError(checked.refused, res.locals.language as Language), statusOf(checked.refused));
    const sent = !checked || verdict(checked.findings) !== 'refuse';
    if (sent && !(await this.links.receive(code, shownFileName(file.originalname), file.buffer))) throw over();
    this.#result(req, res, code, checked, sent);
  }

  /** Guessing costs as much here as on the page that asks for the code. */
  async #judgeCode(req: Request, code: string): Promise<void> {
    await this.limits.consume('photographerCodesPerAddress', req.ip ?? '');
    if (!(await this.links.byCode(code))) throw over();
  }

  #askPage(req: Request, res: Response, form: FormState): void {
    this.pages.show(req, res, 'photos/photographer-code', { form });
  }

  #page(req: Request, res: Response, code: string, form: FormState, status?: number): void {
    this.pages.show(req, res, 'photos/photographer', { form, code }, status);
  }

  #result(req: Request, res: Response, code: string, checked: CheckedForVisitor | null, sent: boolean): void {
    if (!checked) return this.pages.show(req, res, 'photos/photographer-sent', {});
    const data = { ...shownCheck(res, this.pages.translator, checked), code, sent };
    this.pages.show(req, res, 'photos/photographer-result', data, sent ? 200 : 422);
  }
}

const over = (): RefusalPage => new RefusalPage(410, 'photos/photographer-over', {});
