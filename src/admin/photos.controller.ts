import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { filledForm, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RETURN_REASONS } from '../photos/finding.js';
import { OFFICER_PICTURES, PhotoPictures } from '../photos/photo-pictures.js';
import { pictureNamed, refuseOtherSites, sendPicture } from '../photos/photo-picture.controller.js';
import { PhotoReviewService } from '../photos/photo-review.service.js';
import { PhotoFile } from './photo-file.js';
import { PhotoList } from './photo-list.js';
import { photoReturnForm } from './photo-return.form.js';

/** Officers look at photos, one by one, and accept or return each (S11, S17). */
@Controller()
export class AdminPhotosController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly list: PhotoList,
    private readonly files: PhotoFile,
    private readonly pictures: PhotoPictures,
    private readonly review: PhotoReviewService,
  ) {}

  @GetPage('adminPhotos')
  @Requires('photo.review')
  async queue(@Req() req: Request, @Res() res: Response): Promise<void> {
    this.pages.show(req, res, 'admin/photos', await this.list.waiting());
  }

  @GetPage('adminPhoto')
  @Requires('photo.review')
  show(@Req() req: Request, @Res() res: Response, @Param('attempt') attemptId: string): Promise<void> {
    return this.#page(req, res, attemptId);
  }

  @PostPage('adminPhotoAcceptance')
  @Requires('photo.review')
  async accept(
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await orAlreadyDecided(this.review.accept(officer, attemptId), attemptId);
    await this.#toNext(res);
  }

  /** The review page again: here it stays when the return was not complete, and its language is switched here. */
  @GetPage('adminPhotoReturn')
  @Requires('photo.review')
  showReturn(@Req() req: Request, @Res() res: Response, @Param('attempt') attemptId: string): Promise<void> {
    return this.#page(req, res, attemptId);
  }

  @PostPage('adminPhotoReturn')
  @Requires('photo.review')
  async return(
    @Req() req: Request,
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(photoReturnForm, body);
    if (!form.ok) return this.#page(req, res, attemptId, form.form);
    const { reasons, words, language } = form.value;
    await orAlreadyDecided(this.review.return(officer, attemptId, { reasons, words: words || null, language }), attemptId);
    await this.#toNext(res);
  }

  @GetPage('adminPhotoPicture')
  @Requires('photo.review')
  async picture(@Req() req: Request, @Res() res: Response, @Param() { attempt, picture }: Record<string, string>): Promise<void> {
    refuseOtherSites(req);
    const name = pictureNamed(picture, OFFICER_PICTURES);
    sendPicture(res, await this.pictures.draw(await this.files.attempt(attempt ?? ''), name));
  }

  async #toNext(res: Response): Promise<void> {
    const next = await this.list.next();
    if (next) redirectTo(res, 'adminPhoto', { attempt: next });
    else redirectTo(res, 'adminPhotos');
  }

  /** A photo that was decided has no form any more. */
  async #page(req: Request, res: Response, attemptId: string, sent?: FormState): Promise<void> {
    const language = res.locals.language as Language;
    const shown = await this.files.of(attemptId, language);
    if (sent && !shown.waits) throw alreadyDecided(attemptId);
    const reasons = RETURN_REASONS.map((value) => ({ value, text: this.pages.translator.text(language, `admin-photos:reason.${value}`) }));
    const languages = (['en', 'fr'] as const).map((value) => ({
      value,
      text: this.pages.translator.text(language, `admin-photos:language.${value}`),
    }));
    const known = filledForm({ language: shown.person.language });
    const form = shown.waits ? { form: sent ?? this.drafts.open(req, known, photoReturnForm) } : {};
    this.pages.show(req, res, 'admin/photo', { ...shown, reasons, languages, ...form });
  }
}

const alreadyDecided = (attempt: string): RefusalPage => new RefusalPage(409, 'admin/photo-decided', { attempt });

/** Two officers, or two presses: the first one's decision holds, the second is told so. */
async function orAlreadyDecided(deciding: Promise<void>, attemptId: string): Promise<void> {
  try {
    await deciding;
  } catch (fault) {
    throw fault instanceof TransitionRefused ? alreadyDecided(attemptId) : fault;
  }
}
