import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { ageOn } from '../cases/age.js';
import { oneOf, someOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RETURN_REASONS } from '../photos/finding.js';
import { SECOND_LOOKS_SHOWN, SecondLooks } from '../photos/review/second-looks.service.js';

const OUTCOMES = ['accepted', 'returned'] as const;

/** What they would have decided; a return without a reason says nothing that could be compared. */
const secondLookForm = z
  .object({ outcome: oneOf(OUTCOMES, 'second-looks:chooseOutcome'), reasons: someOf(RETURN_REASONS) })
  .superRefine(({ outcome, reasons }, context) => {
    if (outcome === 'returned' && reasons.length === 0)
      context.addIssue({ code: 'custom', path: ['reasons'], message: 'admin-photos:chooseReason' });
  });

/** Blind second looks (PORTAL.md 4): officers look at photos that somebody else decided; supervisors read where the two disagree. */
@Controller()
export class SecondLooksController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly looks: SecondLooks,
  ) {}

  @GetPage('adminSecondLooks')
  @Requires('photo.review')
  async list(@Req() req: Request, @Res() res: Response, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const waiting = await this.looks.waiting(officer);
    const settles = may(officer.role, 'photo.correct');
    const disagreements = settles ? await this.looks.disagreements(officer) : [];
    this.pages.show(req, res, 'admin/second-looks', {
      waiting: waiting.length,
      more: waiting.length === SECOND_LOOKS_SHOWN,
      first: waiting[0]?.id ?? null,
      settles,
      disagreements: disagreements.map(({ id, attempt, decision, outcome, reasons }) => ({
        id,
        attempt: attempt.id,
        name: attempt.person.fullName,
        applicationNumber: attempt.person.caseFile.applicationNumber,
        first: decision.decision,
        firstReasons: decision.reasons,
        second: outcome ?? '',
        secondReasons: reasons ?? [],
      })),
    });
  }

  @GetPage('adminSecondLook')
  @Requires('photo.review')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('look') lookId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, officer, lookId, this.drafts.open(req, EMPTY_FORM, secondLookForm));
  }

  @PostPage('adminSecondLook')
  @Requires('photo.review')
  async look(
    @Req() req: Request,
    @Res() res: Response,
    @Param('look') lookId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const read = readForm(secondLookForm, body);
    if (!read.ok) return this.#page(req, res, officer, lookId, read.form);
    const { outcome, reasons } = read.value;
    await this.looks.look(officer, lookId, { outcome, reasons: outcome === 'returned' ? reasons : [] });
    const [next] = await this.looks.waiting(officer);
    if (next) redirectTo(res, 'adminSecondLook', { look: next.id });
    else redirectTo(res, 'adminSecondLooks');
  }

  @PostPage('adminSecondLookSettled')
  @Requires('photo.correct')
  async settle(@Res() res: Response, @Param('look') lookId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.looks.settle(officer, lookId);
    redirectTo(res, 'adminSecondLooks');
  }

  /** The photo alone: no name, no findings, nothing of the first decision. */
  async #page(req: Request, res: Response, officer: Actor<'officer'>, lookId: string, form: FormState): Promise<void> {
    const { id, attempt } = await this.looks.open(officer, lookId);
    const [{ translator }, language] = [this.pages, res.locals.language as Language];
    this.pages.show(req, res, 'admin/second-look', {
      look: id,
      attempt: attempt.id,
      age: attempt.submittedAt ? ageOn(attempt.person.facts.dateOfBirth, dayOf(attempt.submittedAt)) : 0,
      source: attempt.source,
      form,
      scripts: ['picture-zoom'],
      outcomes: translator.choices(language, OUTCOMES, 'second-looks:outcome'),
      reasons: translator.choices(language, RETURN_REASONS, 'admin-photos:reason'),
    });
  }
}
