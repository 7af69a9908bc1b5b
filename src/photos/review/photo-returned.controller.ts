import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { photoPage } from '../../confirmation/confirmation.steps.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import type { Language } from '../../language/language.js';
import { GetPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { photoLock } from '../photo.policy.js';
import type { PhotoDecision } from './photo-decision.entity.js';
import { PhotoDecisions } from './photo-decisions.js';
import { markOf } from './return-mark.js';
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
    const language = res.locals.language as Language;
    const shown = returns.map((decision) => shownReturn(decision, language));
    this.pages.show(req, res, 'photos/returned', {
      person: person.id,
      step: photoStep(confirmation, newest.attempt.number),
      newest: shown[0],
      marks: markOf(newest.mark ?? null, this.pages.translator.text(language, 'photo:returned.marked')),
      earlier: shown.slice(1),
      // a lock is never the answer; help is offered instead
      offersHelp: returns.length >= HELP_AFTER_RETURNS,
      open: photoLock(photo) === null,
    });
  }
}

/** An officer's words as they stand in the reader's language; else as they were written, with a line that says so. */
function shownReturn({ attempt, reasons, words, wordsLanguage, otherWords, mark, decidedAt }: PhotoDecision, language: Language) {
  const translated = otherWords && wordsLanguage !== language;
  return {
    attempt: { id: attempt.id, version: attempt.version, phrase: attemptTitle(attempt.number) },
    reasons,
    words: (translated ? otherWords : words) ?? null,
    wordsLanguage: (translated ? language : wordsLanguage) ?? null,
    inOtherLanguage: Boolean(words) && !translated && wordsLanguage !== language,
    mark: mark ?? null,
    decidedAt,
  };
}
