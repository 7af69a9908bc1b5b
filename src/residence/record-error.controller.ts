import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Person } from '../cases/person.entity.js';
import { requiredLines, someOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { RECORD_PARTS } from './record-error.entity.js';
import { MOST_ERROR_WORDS } from './residence.rules.js';
import { RecordErrors } from './record-errors.js';
import { ResidenceRecords } from './residence-records.js';

const errorForm = z.object({
  parts: someOf(RECORD_PARTS).refine((parts) => parts.length > 0, 'ecopr:error.chooseParts'),
  words: requiredLines('ecopr:error.sayWhat', MOST_ERROR_WORDS),
});

/** Somebody reports an error on their eCOPR (PORTAL.md 4); while a report is open there is nothing more to send. */
@Controller()
export class RecordErrorController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly records: ResidenceRecords,
    private readonly errors: RecordErrors,
  ) {}

  @GetPage('ecoprError')
  @Requires('record.report')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { person } = await this.records.ofApplicant(applicant, personId);
    const newest = await this.errors.newest(personId);
    if (newest && !newest.closedAt) throw new GoElsewhere('ecopr', { person: personId });
    this.#page(req, res, person, this.drafts.open(req, EMPTY_FORM, errorForm));
  }

  @PostPage('ecoprError')
  @Requires('record.report')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const { person } = await this.records.ofApplicant(applicant, personId);
    const form = readForm(errorForm, body);
    if (!form.ok) return this.#page(req, res, person, form.form);
    await this.errors.report(applicant, personId, form.value.parts, form.value.words);
    redirectTo(res, 'ecopr', { person: personId });
  }

  #page(req: Request, res: Response, person: Person, form: FormState): void {
    this.pages.show(req, res, 'residence/record-error', {
      form,
      person: { id: person.id, name: person.fullName },
      parts: this.pages.translator.choices(res.locals.language as Language, RECORD_PARTS, 'ecopr:parts'),
    });
  }
}
