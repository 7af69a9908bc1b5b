import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { photoPage } from '../../confirmation/confirmation.steps.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { GetPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { photoLock } from '../photo.policy.js';
import { PhotoDecisions } from './photo-decisions.js';
import { HELP_AFTER_RETURNS } from '../editor/photo-statement.rules.js';
import { attemptTitle, photoStep } from '../photo-step.js';

/** Why a photo came back: every reason at once, each with its remedy; and the way to the next one (S15 to S17). */
@Controller()
export class PhotoReturnedController {
  constructor(
    private readonly pages: Pages,
    private readonly decisions: PhotoDecisions,
    private readonly confirmations: Confirmations,
    private readonly clock: Clock,
  ) {}

  @GetPage('photoReturned')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { person, photo } = confirmation;
    const returns = await this.decisions.returnsToldTo([person.id], this.clock.now());
    const newest = returns[0];
    if (!newest) throw new GoElsewhere(photoPage(confirmation), { person: person.id });
    const shown = returns.map(({ attempt, reasons, words, wordsLanguage, decidedAt }) => ({
      attempt: { id: attempt.id, version: attempt.version, phrase: attemptTitle(attempt.number) },
      reasons,
      words: words ?? null,
      wordsLanguage: wordsLanguage ?? null,
      decidedAt,
    }));
    this.pages.show(req, res, 'photos/returned', {
      person: person.id,
      step: photoStep(confirmation, newest.attempt.number),
      newest: shown[0],
      earlier: shown.slice(1),
      // a lock is never the answer; help is offered instead
      offersHelp: returns.length >= HELP_AFTER_RETURNS,
      open: photoLock(photo) === null,
    });
  }
}
