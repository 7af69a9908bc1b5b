import { Body, Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { newCaseForm } from '../cases/case.form.js';
import { LONGEST_SEARCH } from '../cases/case.rules.js';
import { type CaseRefusal, CaseService } from '../cases/case.service.js';
import { citizenshipChoices, countryChoices } from '../cases/countries.js';
import { SEXES } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { canBeSent, INVITED_FILTERS, readInvitedFilter } from '../invitations/invited-filter.js';
import { dayOf } from '../language/formats.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CaseRows } from './case-rows.js';

/** Officers' list of cases, and the page that opens a new one (S2). */
@Controller()
export class CaseListController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly rows: CaseRows,
    private readonly cases: CaseService,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminCases')
  @Requires('case.view')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query('find') given: unknown,
    @Query() { before, show, all }: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const find = typeof given === 'string' ? given.trim().slice(0, LONGEST_SEARCH) : '';
    const invited = readInvitedFilter(show);
    const { rows, next, tooMany } = await this.rows.find(officer, find, typeof before === 'string' ? before : null, invited);
    const address = href('adminCases', res.locals.language as Language);
    const at = (more: Record<string, string>): string =>
      `${address}?${new URLSearchParams({ ...(find ? { find } : {}), ...(invited ? { show: invited } : {}), ...more })}`;
    const here = typeof before === 'string' ? { before } : {};
    const boxes = canBeSent(invited);
    this.pages.show(req, res, 'admin/cases', {
      rows,
      find,
      tooMany,
      filters: INVITED_FILTERS.map((name) => ({ name, chosen: name === invited })),
      invited,
      boxes,
      ticked: boxes && all === 'yes',
      tickAll: at({ ...here, ...(all === 'yes' ? {} : { all: 'yes' }) }),
      first: before === undefined ? null : find || invited ? at({}) : address,
      next: next ? at({ before: next }) : null,
    });
  }

  @GetPage('adminCaseNew')
  @Requires('case.create')
  show(@Req() req: Request, @Res() res: Response): void {
    this.#newPage(req, res, this.drafts.open(req, EMPTY_FORM, this.#form()));
  }

  @PostPage('adminCaseNew')
  @Requires('case.create')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(this.#form(), body);
    if (!form.ok) return this.#newPage(req, res, form.form);
    const made = await this.cases.create(officer, form.value);
    if ('refused' in made) return this.#newPage(req, res, refused(body, refusalError(made.refused)));
    redirectTo(res, 'adminCase', { case: made.caseFileId });
  }

  #form() {
    return newCaseForm(dayOf(this.clock.now()));
  }

  #newPage(req: Request, res: Response, form: FormState): void {
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    this.pages.show(req, res, 'admin/case-new', {
      form,
      languages: translator.choices(language, LANGUAGES, 'admin-cases:languages'),
      sexes: translator.choices(language, SEXES, 'reply:sexes'),
      countries: countryChoices(language),
      citizenships: citizenshipChoices(language),
    });
  }
}

/** S2b: the officer sees why; the person would read neutral words. */
function refusalError(refusal: CaseRefusal): FieldError {
  if (refusal.reason === 'numberTaken')
    return fieldError('applicationNumber', 'admin-cases:refused.numberTaken', { number: refusal.applicationNumber });
  if (refusal.reason === 'representative') return fieldError('email', 'admin-cases:refused.representative');
  return fieldError('email', 'admin-cases:refused.otherCase', { number: refusal.applicationNumber });
}
