import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { Clock, SECOND } from '../clock.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { redirectTo } from '../pages/redirect.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';
import { PhotoReviewService, SUSPENDED } from '../photos/review/photo-review.service.js';
import { PhotoList } from './photo-list.js';
import { photoReturnForm } from './photo-return.form.js';
import { alreadyDecided, PhotoReviewPage } from './photo-review-page.js';

/** The same press again within this time is a double click. */
const DOUBLE_CLICK = 5 * SECOND;

/** An officer looks, accepts a photo or returns it (S11, S17), and is led to the next. */
@Controller()
export class AdminPhotoDecisionsController {
  constructor(
    private readonly page: PhotoReviewPage,
    private readonly review: PhotoReviewService,
    private readonly decisions: PhotoDecisions,
    private readonly list: PhotoList,
    private readonly clock: Clock,
    private readonly openFiles: OpenFiles,
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
  @DecidesOnFile()
  @Requires('photo.review')
  async accept(
    @Res() res: Response,
    @Param('attempt') attemptId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: { seen?: unknown } | undefined,
  ): Promise<void> {
    const accepting = this.review.accept(officer, attemptId, body?.seen === 'findings');
    const outcome = await this.#once(accepting, officer, attemptId, 'accepted');
    if (outcome === 'looked') toFindings(res, attemptId);
    else await this.#toNext(res, officer);
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
  @DecidesOnFile()
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
    const { words, otherWords, ...notice } = form.value;
    const returning = this.review.return(officer, attemptId, { ...notice, words: words || null, otherWords: otherWords || null });
    await this.#once(returning, officer, attemptId, 'returned');
    await this.#toNext(res, officer);
  }

  /** A double click decides once, and its second press leads on like the first; whoever else comes too late is told so. */
  async #once<Result>(
    deciding: Promise<Result>,
    officer: Actor<'officer'>,
    attemptId: string,
    decision: 'accepted' | 'returned',
  ): Promise<Result | null> {
    try {
      return await deciding;
    } catch (fault) {
      if (!isDecided(fault)) throw fault;
      const made = await this.decisions.onPhoto(attemptId);
      const again = made?.officer === officer.accountId && made.decision === decision;
      if (again && this.clock.now().getTime() - made.decidedAt.getTime() < DOUBLE_CLICK) return null;
      throw alreadyDecided(attemptId);
    }
  }

  async #toNext(res: Response, officer: Actor<'officer'>): Promise<void> {
    const next = await this.list.next(officer);
    if (next) return redirectTo(res, 'adminPhoto', { attempt: next });
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminPhotos');
  }
}

/** The same page, where the findings stand now. */
const toFindings = (res: Response, attempt: string): void =>
  res.redirect(303, `${href('adminPhoto', res.locals.language as Language, { attempt })}#found`);

/** Refused for what was decided before; a suspended file's photo is refused on the general page. */
const isDecided = (fault: unknown): boolean => fault instanceof TransitionRefused && fault.from !== SUSPENDED;

async function orAlreadyDecided<Result>(deciding: Promise<Result>, attemptId: string): Promise<Result> {
  try {
    return await deciding;
  } catch (fault) {
    throw isDecided(fault) ? alreadyDecided(attemptId) : fault;
  }
}
