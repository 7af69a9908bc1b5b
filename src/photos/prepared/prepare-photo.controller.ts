import { Controller, Param, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { Pages } from '../../pages/pages.js';
import { type CheckedForVisitor, PhotoChecker } from '../checker/photo-checker.js';
import { shownCheck } from '../checker/shown-check.js';
import { verdict } from '../finding.js';
import { PhotoFileInterceptor, shownFileName } from '../upload/photo-file-interceptor.js';
import { photoError, statusOf } from '../upload/photo-upload.form.js';
import { UploadGate } from '../upload/upload-gate.js';
import { PhotoDrafts } from './photo-drafts.js';

/** A representative prepares a photo, and reads what the automatic checks find in it. The client takes it over or not (PORTAL.md 2, S33). */
@Controller()
export class PreparePhotoController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: PhotoDrafts,
    private readonly checker: PhotoChecker,
  ) {}

  @GetPage('clientPhoto')
  @Requires('draft.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const name = await this.#nameOf(representative, personId);
    this.#page(req, res, { id: personId, name }, EMPTY_FORM);
  }

  /** Answers with what was found, as the public checker does: nothing of it is kept for a page of its own. */
  @PostPage('clientPhoto')
  @Requires('draft.prepare')
  @UseInterceptors(UploadGate, PhotoFileInterceptor)
  async prepare(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @UploadedFile() file: Express.Multer.File | undefined,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const client = { id: personId, name: await this.#nameOf(representative, personId) };
    const refuse = (error: FieldError, status = 422): void => this.#page(req, res, client, refused({}, error), status);
    if (!file) return refuse(fieldError('photo', 'photo:chooseFile'));
    const checked = await this.checker.check(file.buffer);
    if (checked && 'refused' in checked)
      return refuse(photoError(checked.refused, res.locals.language as Language), statusOf(checked.refused));
    const taken = !checked || verdict(checked.findings) !== 'refuse';
    if (taken) await this.drafts.prepare(representative, personId, shownFileName(file.originalname), file.buffer);
    if (!checked) return res.redirect(303, `${href('clients', res.locals.language as Language)}?done=prepared`);
    this.#result(req, res, client, checked, taken);
  }

  async #nameOf(representative: Actor<'representative'>, personId: string): Promise<string> {
    return (await this.drafts.clientOf(representative, personId)).confirmation.person.fullName;
  }

  #page(req: Request, res: Response, client: { id: string; name: string }, form: FormState, status?: number): void {
    this.pages.show(req, res, 'representatives/prepare-photo', { form, client }, status);
  }

  #result(req: Request, res: Response, client: { id: string; name: string }, checked: CheckedForVisitor, taken: boolean): void {
    const data = { ...shownCheck(res, this.pages.translator, checked), client, taken };
    this.pages.show(req, res, 'representatives/prepared-photo', data, taken ? 200 : 422);
  }
}
