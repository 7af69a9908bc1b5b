import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { PresenceReview } from '../confirmation/presence-review.service.js';
import { ResidenceService } from '../residence/residence.service.js';
import { TransitionRefused } from '../confirmation/transition.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { ticked } from '../forms/fields.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { PresenceFile } from './presence-file.js';

const residenceForm = z.object({ identityMatches: ticked('admin-presence:tickIdentity') });

/** An officer verifies a declaration of presence, then confirms permanent residence. One page shows both (PORTAL.md 3). */
@Controller()
export class AdminPresenceController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly files: PresenceFile,
    private readonly presence: PresenceReview,
    private readonly residence: ResidenceService,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminPresence')
  @Requires('presence.verify')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, officer, personId);
  }

  @PostPage('adminPresence')
  @DecidesOnFile()
  @Requires('presence.verify')
  async verify(@Res() res: Response, @Param('person') personId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.presence.verify(officer, personId);
    redirectTo(res, 'adminPresence', { person: personId });
  }

  /** The same page: here it stays when the box was not ticked, and its language is switched here. */
  @GetPage('adminResidence')
  @Requires('residence.confirm')
  showResidence(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, officer, personId);
  }

  @PostPage('adminResidence')
  @DecidesOnFile()
  @Requires('residence.confirm')
  async confirm(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(residenceForm, body);
    if (!form.ok) return this.#page(req, res, officer, personId, form.form);
    await this.residence.confirm(officer, personId);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminPresence', { person: personId });
  }

  /** A page that offers nothing to confirm has no form; one that was sent nevertheless is refused like a second click. */
  async #page(req: Request, res: Response, officer: Actor<'officer'>, personId: string, sent?: FormState): Promise<void> {
    const shown = await this.files.of(officer, personId, res.locals.language as Language);
    if (sent && shown.task !== 'confirm') throw new TransitionRefused('residence', shown.task, 'confirm');
    const form = shown.task === 'confirm' ? { form: sent ?? this.drafts.open(req, EMPTY_FORM, residenceForm) } : {};
    this.pages.show(req, res, 'admin/presence', { ...shown, ...form });
  }
}
