import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { type FrameAct, moveFrame, readFrame, suggestFrame } from './frame.js';
import { frameInWords } from './frame-in-words.js';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { DEGREES, frameErrorOf, frameForm, photoFrameForm, type Stride, strideOf } from './photo-frame.form.js';
import { PhotoFramingService } from './photo-framing.service.js';
import { draftOf } from './photo-pages.js';
import { photoStep } from './photo-step.js';
import { PhotoUnreadable } from './photo-unreadable.js';

/** The editor, as a form that the server draws (S23, PAGES.md 4). Each press saves the frame and shows the page anew. */
@Controller()
export class PhotoFrameController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly framing: PhotoFramingService,
  ) {}

  @GetPage('photoFrame')
  @Requires('photo.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Query('by') by: unknown,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { frame } = draftOf(confirmation);
    const known = frameForm(frame, by === 'fine' ? 'fine' : 'coarse', res.locals.language as Language);
    this.#page(req, res, confirmation, this.drafts.open(req, known, photoFrameForm));
  }

  @PostPage('photoFrame')
  @Requires('photo.prepare')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const attempt = draftOf(confirmation);
    const form = readForm(photoFrameForm, body);
    if (!form.ok) return this.#page(req, res, confirmation, form.form);
    const { do: act, by, ...typed } = form.value;
    const reading = act === 'suggest' ? { ok: true as const, frame: suggestFrame(attempt)! } : readFrame(typed, attempt);
    if (!reading.ok) return this.#page(req, res, confirmation, refused(body, frameErrorOf(reading.error, typed, attempt)));
    if (act === 'apply') return this.#apply(req, res, applicant, confirmation, reading.frame, body);
    const frame = act === '' || act === 'suggest' ? reading.frame : moveFrame(reading.frame, act, pressOf(act, by, attempt), attempt);
    await this.framing.setFrame(applicant, personId, attempt.id, frame);
    const address = href('photoFrame', res.locals.language as Language, { person: personId });
    res.redirect(303, by === 'fine' ? `${address}?by=fine` : address);
  }

  async #apply(
    req: Request,
    res: Response,
    applicant: Actor<'applicant'>,
    confirmation: Confirmation,
    frame: PhotoAttempt['frame'],
    body: unknown,
  ): Promise<void> {
    try {
      await this.framing.apply(applicant, confirmation.person.id, draftOf(confirmation), frame);
    } catch (fault) {
      if (!(fault instanceof PhotoUnreadable)) throw fault;
      return this.#page(req, res, confirmation, refused(body, fieldError('apply', 'photo:frame.error.unreadable')));
    }
    redirectTo(res, 'photoFindings', { person: confirmation.person.id });
  }

  #page(req: Request, res: Response, confirmation: Confirmation, form: FormState): void {
    const attempt = draftOf(confirmation);
    this.pages.show(req, res, 'photos/frame', {
      form,
      person: confirmation.person.id,
      step: photoStep(confirmation, attempt.number),
      ...frameInWords(attempt, this.pages.translator, res.locals.language as Language),
      typing: form.errors.some(({ field }) => field !== 'apply'),
      unreadable: form.errors.some(({ field }) => field === 'apply'),
    });
  }
}

const pressOf = (act: FrameAct, by: Stride, attempt: PhotoAttempt): number =>
  act === 'cw' || act === 'ccw' ? DEGREES : strideOf(attempt, by);
