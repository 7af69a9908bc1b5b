import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormDrafts } from '../forms/form-drafts.js';
import { filledForm, type FormState } from '../forms/form-result.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { RETURN_REASONS } from '../photos/finding.js';
import { PhotoFile } from './photo-file.js';
import { photoReturnForm } from './photo-return.form.js';

/** The page of one photo: large, with what is known of it, and the decision (PAGES.md 5). */
@Injectable()
export class PhotoReviewPage {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly files: PhotoFile,
  ) {}

  /**
   * A photo that was decided has no form any more.
   * @param sent what was sent and is not complete
   * @throws RefusalPage when something was sent for a photo that is decided by now
   */
  async show(req: Request, res: Response, attemptId: string, sent?: FormState): Promise<void> {
    const language = res.locals.language as Language;
    const words = (key: string): string => this.pages.translator.text(language, key);
    const shown = await this.files.of(attemptId, language);
    if (sent && !shown.waits) throw alreadyDecided(attemptId);
    const known = filledForm({ language: shown.person.language });
    this.pages.show(req, res, 'admin/photo', {
      ...shown,
      reasons: RETURN_REASONS.map((value) => ({ value, text: words(`admin-photos:reason.${value}`) })),
      languages: LANGUAGES.map((value) => ({ value, text: words(`admin-photos:language.${value}`) })),
      ...(shown.waits ? { form: sent ?? this.drafts.open(req, known, photoReturnForm) } : {}),
    });
  }
}

/** Two officers, or two presses: the first decision holds, and the second is told so. */
export const alreadyDecided = (attempt: string): RefusalPage => new RefusalPage(409, 'admin/photo-decided', { attempt });
