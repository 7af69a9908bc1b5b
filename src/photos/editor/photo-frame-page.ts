import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import type { FormState } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { Pages } from '../../pages/pages.js';
import { FileHistory } from '../upload/file-history.js';
import { frameInWords } from './frame-in-words.js';
import { POINTS_WIDTH, writePoint } from './frame-points.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { draftOf } from '../photo-pages.js';
import { photoStep } from '../photo-step.js';
import type { Point } from '../frame/turned-box.js';

/** How far the way by two clicks has come, and what there is to say of it. */
export interface PointsShown {
  readonly crown: Point | null;
  readonly said: Said | null;
}

const OF_THE_CLICKS = ['nothing', 'tooNear', 'again'] as const;
const OF_THE_FRAME = ['marked', 'notLooked'] as const;
const SAID = [...OF_THE_CLICKS, ...OF_THE_FRAME];
export type Said = (typeof SAID)[number];
/** What an address tells to say; anything else is nothing to say. */
export const readSaid = (text: unknown): Said | null => SAID.find((one) => one === text) ?? null;

/** The page of the editor. */
@Injectable()
export class PhotoFramePage {
  constructor(
    private readonly pages: Pages,
    private readonly history: FileHistory,
  ) {}

  async show(
    req: Request,
    res: Response,
    confirmation: Confirmation,
    form: FormState,
    points: PointsShown = { crown: null, said: null },
  ): Promise<void> {
    const attempt = draftOf(confirmation);
    this.pages.show(req, res, 'photos/frame', {
      form,
      scripts: ['photo-frame'],
      person: confirmation.person.id,
      history: await this.history.of(req.user?.actor as Actor<'applicant'>, attempt),
      step: photoStep(confirmation, attempt.number),
      ...frameInWords(attempt, this.pages.translator, res.locals.language as Language, points.said),
      points: pointsView(attempt, points),
      typing: form.errors.some(({ field }) => field !== 'apply') || Boolean(res.locals.kept),
      unreadable: form.errors.some(({ field }) => field === 'apply'),
    });
  }
}

function pointsView({ width, height, faces }: PhotoAttempt, { crown, said }: PointsShown) {
  const scale = POINTS_WIDTH / width;
  return {
    open: crown !== null || OF_THE_CLICKS.some((one) => one === said) || faces === 0,
    width: POINTS_WIDTH,
    height: Math.round(height * scale),
    crown: crown ? { written: writePoint(crown), x: Math.round(crown.x * scale), y: Math.round(crown.y * scale) } : null,
    said: said === 'nothing' || said === 'tooNear' ? said : null,
  };
}
