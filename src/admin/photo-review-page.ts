import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { Clock, SECOND } from '../clock.js';
import type { Config } from '../config.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { filledForm, type FormState } from '../forms/form-result.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { RETURN_REASONS } from '../photos/finding.js';
import { PhotoDecisions } from '../photos/review/photo-decisions.js';
import { RETURN_MARKS } from '../photos/review/return-mark.js';
import { CONFIG } from '../tokens.js';
import { PhotoFile } from './photo-file.js';
import { photoReturnForm } from './photo-return.form.js';

/** The page of one photo: large, for the officer's own look first, then with what is known of it, and the decision (PAGES.md 5). */
@Injectable()
export class PhotoReviewPage {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly files: PhotoFile,
    private readonly decisions: PhotoDecisions,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A photo that was decided has no form any more.
   * @param sent what was sent and is not complete
   * @throws RefusalPage when something was sent for a photo that is decided by now
   */
  async show(req: Request, res: Response, officer: Actor<'officer'>, attemptId: string, sent?: FormState): Promise<void> {
    const language = res.locals.language as Language;
    const words = (key: string): string => this.pages.translator.text(language, key);
    const shown = await this.files.of(officer, attemptId, language);
    if (sent && !shown.waits && !shown.suspended) throw alreadyDecided(attemptId);
    const known = filledForm({ language: shown.person.language });
    const warned = (value: (typeof RETURN_REASONS)[number]) =>
      shown.found?.warnedReasons.includes(value) ? { hint: words('admin-photos:review.warnedOf') } : {};
    this.pages.show(req, res, 'admin/photo', {
      ...shown,
      undo: await this.undo(officer, attemptId),
      mayCorrect: may(officer.role, 'photo.correct') && (await this.decisions.correctable(attemptId, this.clock.now())),
      undoSeconds: this.config.photoUndoSeconds,
      keysOn: !req.session.keysOff,
      // where a photo waits the script shows how to turn the keys on again
      scripts: [...(shown.waits || !req.session.keysOff ? ['photo-review'] : []), 'picture-zoom'],
      reasons: RETURN_REASONS.map((value) => ({ value, text: words(`admin-photos:reason.${value}`), ...warned(value) })),
      marks: this.pages.translator.choices(language, RETURN_MARKS, 'photo:mark'),
      languages: this.pages.translator.choices(language, LANGUAGES, 'admin-photos:language'),
      ...(shown.waits ? { form: sent ?? this.drafts.open(req, known, photoReturnForm) } : {}),
    });
  }

  /** The officer's newest decision while it can be taken back, with the seconds that are left as the page is made. */
  async undo(officer: Actor<'officer'>, attemptId?: string) {
    const now = this.clock.now();
    const open = await this.decisions.openToUndo(officer, now, attemptId);
    if (!open?.attempt.standsAt) return null;
    return {
      attempt: open.attempt.id,
      decision: open.decision,
      name: open.attempt.person.fullName,
      seconds: Math.max(1, Math.floor((open.attempt.standsAt.getTime() - now.getTime()) / SECOND)),
    };
  }
}

/** Two officers, or two presses: the first decision holds, and the second is told so. */
export const alreadyDecided = (attempt: string): RefusalPage => new RefusalPage(409, 'admin/photo-decided', { attempt });
