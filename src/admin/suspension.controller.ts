import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { Suspensions } from '../confirmation/suspensions.service.js';
import { requiredLines } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { shownPerson } from './shown-person.js';

const suspensionForm = z.object({ reason: requiredLines('suspension:sayWhy', 1000) });

/** An officer suspends a person's file, and lets it go on (PORTAL.md 6.19). */
@Controller()
export class SuspensionController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly suspensions: Suspensions,
  ) {}

  @GetPage('adminSuspension')
  @Requires('file.suspend')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, officer, personId, this.drafts.open(req, EMPTY_FORM, suspensionForm));
  }

  @PostPage('adminSuspension')
  @DecidesOnFile()
  @Requires('file.suspend')
  async suspend(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const read = readForm(suspensionForm, body);
    if (!read.ok) return this.#page(req, res, officer, personId, read.form);
    await this.suspensions.suspend(officer, personId, read.value.reason);
    redirectTo(res, 'adminSuspension', { person: personId });
  }

  @PostPage('adminSuspensionEnd')
  @DecidesOnFile()
  @Requires('file.suspend')
  async resume(@Res() res: Response, @Param('person') personId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.suspensions.resume(officer, personId);
    redirectTo(res, 'adminSuspension', { person: personId });
  }

  async #page(req: Request, res: Response, officer: Actor<'officer'>, personId: string, form: FormState): Promise<void> {
    const { person, suspension } = await this.suspensions.of(officer, personId);
    this.pages.show(req, res, 'admin/suspension', { ...shownPerson(person), suspended: suspension, ...(suspension ? {} : { form }) });
  }
}
