import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { stepState } from '../../confirmation/confirmation.steps.js';
import { typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { refuseWhenLocked } from '../photo-pages.js';
import { PhotoSubmissionService } from './photo-submission.service.js';
import { reviewInWords } from '../review/review-in-words.js';

/** Check answers, then "Submit documents" (S30). */
@Controller()
export class SubmissionController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly submissions: PhotoSubmissionService,
  ) {}

  @GetPage('review')
  @Requires('photo.submit')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#page(req, res, applicant, personId);
  }

  /** A second press of the button finds the photo submitted, and leads to the same receipt (PORTAL.md 6.14). */
  @PostPage('review')
  @Requires('photo.submit')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const attempt = typedValues(body).attempt;
    const again = confirmation.photo?.state === 'submitted' && confirmation.photo.id === attempt;
    if (!again && stepState('review', confirmation) !== 'todo') return this.#page(req, res, applicant, personId, 409);
    await this.submissions.submit(applicant, personId, typeof attempt === 'string' ? attempt : '');
    redirectTo(res, 'submitted', { person: personId });
  }

  async #page(req: Request, res: Response, applicant: Actor<'applicant'>, personId: string, status = 200): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    refuseWhenLocked(confirmation);
    this.pages.show(req, res, 'photos/review', reviewInWords(confirmation, this.pages.translator, res.locals.language as Language), status);
  }
}
