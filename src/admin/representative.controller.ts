import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { dayValues } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { representativeForm } from '../representatives/representative.form.js';
import { BODIES, KINDS } from '../representatives/representative.rules.js';
import { Representations } from '../representatives/representations.service.js';

/** What was just done; also names of texts. */
const DONE = ['recorded', 'ended'] as const;

/** An officer records who represents somebody on a case, from form IMM 5476 (PORTAL.md 2). */
@Controller()
export class AdminRepresentativeController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly representations: Representations,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminRepresentative')
  @Requires('representative.record')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Query('done') done: unknown,
    @CurrentActor('officer') _officer: Actor<'officer'>,
  ): Promise<void> {
    const today = dayOf(this.clock.now());
    const form = this.drafts.open(req, filledForm(dayValues('receivedOn', today)), representativeForm(today));
    return this.#page(req, res, personId, form, DONE.find((one) => one === done) ?? '');
  }

  @PostPage('adminRepresentative')
  @Requires('representative.record')
  async record(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const read = readForm(representativeForm(dayOf(this.clock.now())), body);
    if (!read.ok) return this.#page(req, res, personId, read.form);
    const refusal = await this.representations.record(officer, personId, read.value);
    if (refusal === 'actedFor' || refusal === 'noAccount') return this.#page(req, res, personId, EMPTY_FORM, '', 409);
    if (refusal) {
      const error = fieldError(refusal === 'applicant' ? 'email' : 'kind', `representation:errors.${refusal}`);
      return this.#page(req, res, personId, refused(body, error));
    }
    res.redirect(303, `${href('adminRepresentative', res.locals.language as Language, { person: personId })}?done=recorded`);
  }

  async #page(req: Request, res: Response, personId: string, form: FormState, done = '', status?: number): Promise<void> {
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    const { person, covers, whyNot } = await this.representations.namer(personId);
    const current = await this.representations.current(personId);
    const data = {
      caseId: person.caseFile.id,
      applicationNumber: person.caseFile.applicationNumber,
      person: { id: person.id, name: person.fullName },
      covers,
      whyNot: whyNot ?? '',
      ...(whyNot ? {} : { form }),
      done: (done === 'ended') === (current === null) ? done : '',
      replaces: current?.id ?? '',
      current: current && {
        id: current.id,
        name: current.representativeName(),
        since: current.since,
        email: current.account.email,
        signedOn: current.signedOn ?? null,
        receivedOn: current.receivedOn ?? null,
        kind: current.form?.kind ?? '',
        body: current.form?.body ?? '',
        number: current.form?.membershipNumber ?? '',
      },
      kinds: translator.choices(language, KINDS, 'representation:kinds'),
      bodies: translator.choices(language, BODIES, 'representation:bodies'),
      languages: translator.choices(language, LANGUAGES, 'staff:languages'),
    };
    this.pages.show(req, res, 'admin/representative', data, status);
  }
}
