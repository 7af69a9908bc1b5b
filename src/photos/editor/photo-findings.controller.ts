import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { FileHistory } from '../upload/file-history.js';
import { type Finding, verdict } from '../finding.js';
import { titleOf } from '../finding-in-words.js';
import { markedFindings } from '../finding-marks.js';
import type { PhotoAttempt } from '../photo-attempt.entity.js';
import { PhotoDeclarationService } from './photo-declaration.service.js';
import { photoFindingsForm } from './photo-findings.form.js';
import { draftOf } from '../photo-pages.js';
import { PHOTO_STATEMENT_VERSION } from './photo-statement.rules.js';
import { photoStep } from '../photo-step.js';

/** What the checks saw (S24, S25), and the boxes before "Next" (S28, S29). */
@Controller()
export class PhotoFindingsController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly declarations: PhotoDeclarationService,
    private readonly history: FileHistory,
  ) {}

  @GetPage('photoFindings')
  @Requires('photo.prepare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { warnings } = checkedOf(confirmation);
    await this.#page(req, res, confirmation, this.drafts.open(req, EMPTY_FORM, photoFindingsForm(warnings.length)));
  }

  @PostPage('photoFindings')
  @Requires('photo.submit')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const attempt = checkedOf(confirmation);
    // the page offers no Next then
    if (verdict(attempt.findings) === 'refuse') throw new TransitionRefused('photo', attempt.state, 'declare');
    const form = readForm(photoFindingsForm(attempt.warnings.length), body);
    if (!form.ok) return this.#page(req, res, confirmation, form.form);
    // Another window applied another frame: what would be signed was not on this page
    if (form.value.seen !== seenOf(attempt))
      return this.#page(req, res, confirmation, refused({}, fieldError('declaration', 'photo:findings.changed')));
    const boxes = { acknowledged: form.value.acknowledgement !== false, seen: attempt.checkedAt };
    await this.declarations.declare(applicant, personId, boxes, res.locals.language as Language);
    redirectTo(res, 'review', { person: personId });
  }

  async #page(req: Request, res: Response, confirmation: Confirmation, form: FormState): Promise<void> {
    const attempt = checkedOf(confirmation);
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    const quoted = attempt.warnings.map((finding) =>
      translator.text(language, 'findings:quoted', { title: titleOf(finding, translator, language) }),
    );
    this.pages.show(req, res, 'photos/findings', {
      form,
      person: confirmation.person.id,
      history: await this.history.of(req.user?.actor as Actor<'applicant'>, attempt),
      name: confirmation.person.fullName,
      step: photoStep(confirmation, attempt.number),
      attempt: { id: attempt.id, version: attempt.version, seen: seenOf(attempt) },
      verdict: verdict(attempt.findings),
      ...markedFindings(attempt.findings, translator, language),
      warnings: quoted.length,
      warningNames: quoted.join(', '),
      statement: `statements:photo.${PHOTO_STATEMENT_VERSION}`,
    });
  }
}

type CheckedPhoto = PhotoAttempt & { findings: Finding[]; checkedAt: Date };

/** The draft with its findings; one that is not checked yet belongs in the editor. */
function checkedOf(confirmation: Confirmation): CheckedPhoto {
  const attempt = draftOf(confirmation);
  if (!attempt.findings || !attempt.checkedAt) throw new GoElsewhere('photoFrame', { person: confirmation.person.id });
  return attempt as CheckedPhoto;
}

const seenOf = ({ checkedAt }: CheckedPhoto): string => checkedAt.toISOString();
