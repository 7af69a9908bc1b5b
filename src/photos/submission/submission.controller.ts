import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { aboutWhom } from '../../accounts/acting-notice.js';
import { SignInService } from '../../accounts/sign-in.service.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { stepState } from '../../confirmation/confirmation.steps.js';
import { secret } from '../../forms/fields.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused, typedValues } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { refuseWhenLocked } from '../photo-pages.js';
import { PhotoSubmissionService } from './photo-submission.service.js';
import { reviewInWords } from '../review/review-in-words.js';

const submissionForm = z.object({ password: secret('photo:review.enterPassword') });

/** Check answers, then "Submit documents" (S30), signed with the password once more (TRUST.md 16). */
@Controller()
export class SubmissionController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: Confirmations,
    private readonly submissions: PhotoSubmissionService,
    private readonly signIns: SignInService,
    private readonly drafts: FormDrafts,
  ) {}

  @GetPage('review')
  @Requires('photo.submit')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#page(req, res, applicant, personId, this.drafts.open(req, EMPTY_FORM, submissionForm));
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
    if (again) return redirectTo(res, 'submitted', { person: personId });
    if (stepState('review', confirmation) !== 'todo') return this.#page(req, res, applicant, personId, EMPTY_FORM, 409);
    const form = readForm(submissionForm, body);
    if (!form.ok) return this.#page(req, res, applicant, personId, form.form);
    if (!(await this.signIns.confirmsPassword(applicant, form.value.password)))
      return this.#page(req, res, applicant, personId, refused(body, fieldError('password', 'photo:review.wrongPassword')));
    await this.submissions.submit(applicant, personId, typeof attempt === 'string' ? attempt : '');
    redirectTo(res, 'submitted', { person: personId });
  }

  async #page(
    req: Request,
    res: Response,
    applicant: Actor<'applicant'>,
    personId: string,
    form: FormState,
    status?: number,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    refuseWhenLocked(confirmation);
    const answers = reviewInWords(confirmation, this.pages.translator, res.locals.language as Language);
    const stepWords = aboutWhom(res) === 'self' ? 'step' : 'stepFor';
    this.pages.show(req, res, 'photos/review', { ...answers, stepWords, ...(answers.ready ? { form } : {}) }, status);
  }
}
