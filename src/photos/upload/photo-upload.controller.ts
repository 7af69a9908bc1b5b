import { Body, Controller, Param, Req, Res, UploadedFile, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { nextNumber } from '../photo.policy.js';
import { UploadGate } from './upload-gate.js';
import { PhotoFileInterceptor, shownFileName } from './photo-file-interceptor.js';
import { refuseWhenLocked } from '../photo-pages.js';
import { photoStep } from '../photo-step.js';
import { photoError, photoUploadForm, SOURCE_ANSWERS, statusOf } from './photo-upload.form.js';
import { PhotoUploadService } from './photo-upload.service.js';

/** "Upload photo" (S10, S19, S20, S22, S44). */
@Controller()
export class PhotoUploadController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly uploads: PhotoUploadService,
  ) {}

  @GetPage('photo')
  @Requires('photo.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    this.#page(req, res, confirmation, this.drafts.open(req, EMPTY_FORM, photoUploadForm));
  }

  @PostPage('photo')
  @Requires('photo.prepare')
  @UseInterceptors(UploadGate, PhotoFileInterceptor)
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
    @UploadedFile() file: Express.Multer.File | undefined,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const form = readForm(photoUploadForm, body);
    if (form.ok && form.value.source === 'paper') return redirectTo(res, 'photoOfPaper', { person: personId });
    const judged = file ? await this.uploads.judge(file.buffer) : null;
    const errors: FieldError[] = form.ok ? [] : [...form.form.errors];
    if (judged === null) errors.push(fieldError('photo', 'photo:chooseFile'));
    else if (!judged.ok) errors.push(photoError(judged, res.locals.language as Language));
    else if (!form.ok) errors.push(fieldError('photo', 'photo:chooseAgain')); // no browser fills in a file again
    if (form.ok && form.value.source !== 'paper' && file && judged?.ok) {
      await this.uploads.keep(
        applicant,
        personId,
        { source: form.value.source, code: form.value.code, name: shownFileName(file.originalname), bytes: file.buffer },
        judged,
      );
      return redirectTo(res, 'photoFrame', { person: personId });
    }
    this.#page(req, res, confirmation, refused(body, ...errors), judged && !judged.ok ? statusOf(judged) : 422);
  }

  /** A picture of a paper photo stops here, with advice (S10). */
  @GetPage('photoOfPaper')
  @Requires('photo.prepare')
  async paper(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    this.pages.show(req, res, 'photos/paper-photo', { person: personId, step: photoStep(confirmation, nextNumber(confirmation.photo)) });
  }

  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    refuseWhenLocked(confirmation);
    return confirmation;
  }

  #page(req: Request, res: Response, confirmation: Confirmation, form: FormState, status?: number): void {
    const language = res.locals.language as Language;
    const words = (key: string): string => this.pages.translator.text(language, key);
    const sources = SOURCE_ANSWERS.map((value) => {
      const hint = `photo:source.${value}Hint`;
      return { value, text: words(`photo:source.${value}`), ...(this.pages.translator.has(language, hint) ? { hint: words(hint) } : {}) };
    });
    const step = photoStep(confirmation, nextNumber(confirmation.photo));
    const draft = confirmation.photo && confirmation.photo.state !== 'returned';
    this.pages.show(
      req,
      res,
      'photos/upload',
      { form, person: confirmation.person.id, step, sources, replaces: Boolean(draft), codeOpen: Boolean(form.values.code) },
      status,
    );
  }
}
