import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { redirectTo } from '../pages/redirect.js';
import { PhotoReviewService } from '../photos/review/photo-review.service.js';
import { PhotoList } from './photo-list.js';
import { photoReturnForm } from './photo-return.form.js';
import { alreadyDecided, PhotoReviewPage } from './photo-review-page.js';

/** An officer looks, accepts a photo or returns it (S11, S17), and is led to the next. */
@Controller()
export class AdminPhotoDecisionsController {
  constructor(
    private readonly page: PhotoReviewPage,
    private readonly review: PhotoReviewService,
    private readonly list: PhotoList,
  ) {}

  /** "Show what the checks found": the first look is over, undecided. */
  @PostPage('adminPhotoLook')
  @Requires('photo.review')
  async look(@Res() res: Response, @Param('attempt') attemptId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await orAlreadyDecided(this.review.look(officer, attemptId), attemptId);
    toFindings(res, attemptId);
  }

  /** A second press that comes before the findings were shown says nothing of them, and accepts nothing. */
  @PostPage('adminPhotoAcceptance')
  @Requires('photo.review')
  async accept(
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: { seen?: unknown } | undefined,
  ): Promise<void> {
    const outcome = await orAlreadyDecided(this.review.accept(officer, attemptId, body?.seen === 'findings'), attemptId);
    if (outcome === 'looked') toFindings(res, attemptId);
    else await this.#toNext(res);
  }

  /** The review page again: here it stays when the return was not complete, and its language is switched here. */
  @GetPage('adminPhotoReturn')
  @Requires('photo.review')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.page.show(req, res, officer, attemptId);
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
    if (!form.ok) return this.page.show(req, res, officer, attemptId, form.form);
    const { reasons, words, language } = form.value;
    await orAlreadyDecided(this.review.return(officer, attemptId, { reasons, words: words || null, language }), attemptId);
    await this.#toNext(res);
  }

  async #toNext(res: Response): Promise<void> {
    const next = await this.list.next();
    if (next) redirectTo(res, 'adminPhoto', { attempt: next });
    else redirectTo(res, 'adminPhotos');
  }
}

/** The same page, where the findings stand now. */
const toFindings = (res: Response, attempt: string): void =>
  res.redirect(303, `${href('adminPhoto', res.locals.language as Language, { attempt })}#found`);

async function orAlreadyDecided<Result>(deciding: Promise<Result>, attemptId: string): Promise<Result> {
  try {
    return await deciding;
  } catch (fault) {
    throw fault instanceof TransitionRefused ? alreadyDecided(attemptId) : fault;
  }
}
