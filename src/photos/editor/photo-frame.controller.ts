import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { fieldError, readForm, refused, typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { redirectTo } from '../../pages/redirect.js';
import { type FrameAct, moveFrame, readFrame, sameFrame } from '../frame/frame.js';
import { type Clicked, clickedPoint, pointsForm, readPoint, writePoint } from './frame-points.js';
import { frameForHead } from '../frame/head-in-frame.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { DEGREES, frameErrorOf, frameForm, photoFrameForm, type Stride, strideOf } from './photo-frame.form.js';
import { PhotoFramePage, readSaid } from './photo-frame-page.js';
import { PhotoFramingService } from './photo-framing.service.js';
import { draftOf } from '../photo-pages.js';
import { PhotoUnreadable } from '../file/photo-unreadable.js';

/**
 * The editor, as a form that the server draws (S23, PAGES.md 4). Each press saves the frame and shows the page anew. What is
 * sent is the frame that stood on the page, so that a press after "Back", or a double click, never does more than it says.
 */
@Controller()
export class PhotoFrameController {
  constructor(
    private readonly page: PhotoFramePage,
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
    @Query() { by, crown, said }: Record<string, unknown>,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const attempt = draftOf(confirmation);
    const known = frameForm(attempt.frame, by === 'fine' ? 'fine' : 'coarse', res.locals.language as Language);
    const points = { crown: readPoint(crown, attempt), said: readSaid(said) };
    const kept = this.drafts.open(req, known, photoFrameForm, (typed) => {
      const reading = readFrame(typed, attempt);
      return reading.ok ? null : frameErrorOf(reading.error, typed, attempt);
    });
    // numbers of a photo that was replaced mean nothing here
    const form = kept.values.attempt && kept.values.attempt !== attempt.id ? known : kept;
    await this.page.show(req, res, confirmation, form, points);
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
    if (!form.ok) return this.page.show(req, res, confirmation, form.form);
    const { do: act, by, attempt: shown, ...typed } = form.value;
    // A window that still shows a photo which was replaced: its numbers mean nothing here
    if (shown !== '' && shown !== attempt.id) return this.#back(res, personId, { by });
    const reading = readFrame(typed, attempt);
    const clicked = clickedPoint(pointsForm.parse(typedValues(body)), attempt, attempt.head ?? null);
    // what was turned by the script since the last press counts as well
    if (clicked) return this.#mark(res, applicant, personId, attempt, clicked, { by, frame: reading.ok ? reading.frame : attempt.frame });
    if (act === 'suggest') {
      const looked = await this.framing.suggest(applicant, personId, attempt);
      return this.#back(res, personId, { by, ...(looked ? {} : { said: 'notLooked' }) });
    }
    if (!reading.ok) return this.page.show(req, res, confirmation, refused(body, frameErrorOf(reading.error, typed, attempt)));
    if (act === 'apply') return this.#apply(req, res, applicant, confirmation, reading.frame, body);
    const frame = act === '' ? reading.frame : moveFrame(reading.frame, act, pressOf(act, by, attempt), attempt);
    await this.framing.setFrame(applicant, personId, attempt.id, frame);
    this.#back(res, personId, { by });
  }

  /** One click on the picture: the first is carried to the second, and the second makes the frame. */
  async #mark(
    res: Response,
    applicant: Actor<'applicant'>,
    personId: string,
    attempt: PhotoAttempt,
    clicked: Clicked,
    { by, frame: drawn }: { by: Stride; frame: PhotoAttempt['frame'] },
  ): Promise<void> {
    if (clicked.kind !== 'head') {
      if (!sameFrame(drawn, attempt.frame)) await this.framing.setFrame(applicant, personId, attempt.id, drawn);
      const crown = 'crown' in clicked && clicked.crown ? { crown: writePoint(clicked.crown) } : {};
      return this.#back(res, personId, { by, ...crown, ...(clicked.kind === 'crown' ? {} : { said: clicked.kind }) }, 'points');
    }
    const frame = frameForHead(clicked.head, attempt, drawn.angle) ?? drawn;
    await this.framing.setFrame(applicant, personId, attempt.id, frame, { head: clicked.head, faces: attempt.faces ?? null });
    this.#back(res, personId, { by, said: 'marked' });
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
      return this.page.show(req, res, confirmation, refused(body, fieldError('apply', 'photo:frame.error.unreadable')));
    }
    redirectTo(res, 'photoFindings', { person: confirmation.person.id });
  }

  /** To the page as it is now, at the words that say how the frame is. The length of a press stays as chosen. */
  #back(res: Response, person: string, { by, ...others }: { by: Stride; crown?: string; said?: string }, place = 'status'): void {
    const query = new URLSearchParams({ ...(by === 'fine' ? { by } : {}), ...others }).toString();
    res.redirect(303, `${href('photoFrame', res.locals.language as Language, { person })}${query ? `?${query}` : ''}#${place}`);
  }
}

const pressOf = (act: FrameAct, by: Stride, attempt: PhotoAttempt): number =>
  act === 'cw' || act === 'ccw' ? DEGREES : strideOf(attempt, by);
