import { Controller, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../../access/requires.decorator.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { LIMITS } from '../../security/request-limits.js';
import { verdict } from '../finding.js';
import { frameOutcome } from '../frame/frame.js';
import { PhotoCheckGate } from './photo-check-gate.js';
import { PhotoFileInterceptor } from '../upload/photo-file-interceptor.js';
import { shownCheck } from './shown-check.js';
import { type CheckedForVisitor, PhotoChecker } from './photo-checker.js';
import { photoError, statusOf } from '../upload/photo-upload.form.js';

/** The public checker: anybody may try a photo, and nothing of it is kept (PAGES.md 5). */
@Controller()
export class PhotoCheckController {
  constructor(
    private readonly pages: Pages,
    private readonly checker: PhotoChecker,
  ) {}

  @GetPage('photoCheck')
  @Public()
  show(@Req() req: Request, @Res() res: Response): void {
    this.#form(req, res, EMPTY_FORM);
  }

  /**
   * Answers 200 with the result: leading to a page of its own would need the result, and so the photo, to be stored. A reload asks the
   * browser whether to send the photo again, and that is the truth.
   */
  @PostPage('photoCheck')
  @Public()
  @UseInterceptors(PhotoCheckGate, PhotoFileInterceptor)
  async create(@Req() req: Request, @Res() res: Response, @UploadedFile() file: Express.Multer.File | undefined): Promise<void> {
    if (!file) return this.#refuse(req, res, fieldError('photo', 'photo:chooseFile'));
    const checked = await this.checker.check(file.buffer);
    if (!checked) return this.#refuse(req, res, fieldError('photo', 'checker:notChecked'));
    if ('refused' in checked) {
      const language = res.locals.language as Language;
      return this.#refuse(req, res, photoError(checked.refused, language), statusOf(checked.refused));
    }
    this.#result(req, res, checked);
  }

  #refuse(req: Request, res: Response, error: FieldError, status = 422): void {
    this.#form(req, res, refused({}, error), status);
  }

  #form(req: Request, res: Response, form: FormState, status = form.errors.length > 0 ? 422 : 200): void {
    const { points, minutes } = LIMITS.photoChecksPerAddress;
    this.pages.show(req, res, 'photos/check', { form, checks: points, minutes }, status);
  }

  #result(req: Request, res: Response, checked: CheckedForVisitor): void {
    const { findings, frame, code, day } = checked;
    const { width, height } = frameOutcome(frame);
    this.pages.show(req, res, 'photos/check-result', {
      ...shownCheck(res, this.pages.translator, checked),
      verdict: verdict(findings),
      code,
      day,
      width,
      height,
    });
  }
}
