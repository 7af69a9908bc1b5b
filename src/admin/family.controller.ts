import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { EntityManager } from '@mikro-orm/postgresql';
import type { CaseFile } from '../cases/case-file.entity.js';
import { caseOf } from '../cases/case-of.js';
import { CaseSearch } from '../cases/case-search.js';
import { citizenshipChoices, countryChoices } from '../cases/countries.js';
import { FamilyService, type MemberRefusal } from '../cases/family.service.js';
import { FAMILY_RELATIONS, SEXES } from '../cases/person.entity.js';
import { newMemberForm } from '../cases/person.form.js';
import { Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FieldError, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';

/** Adds a person to a case, or takes one off again, until the invitation is answered. */
@Controller()
export class FamilyController {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly family: FamilyService,
    private readonly search: CaseSearch,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminPersonNew')
  @Requires('case.create')
  async show(@Req() req: Request, @Res() res: Response, @Param('case') caseId: string): Promise<void> {
    this.#page(req, res, await caseOf(this.em, caseId), this.drafts.open(req, EMPTY_FORM, this.#form()));
  }

  @PostPage('adminPersonNew')
  @Requires('case.create')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const caseFile = await caseOf(this.em, caseId);
    const form = readForm(this.#form(), body);
    if (!form.ok) return this.#page(req, res, caseFile, form.form);
    const refusal = await this.family.add(officer, caseId, form.value);
    if (refusal?.reason === 'answered' || refusal?.reason === 'principal') throw notNow(refusal.reason, caseId);
    if (refusal) return this.#page(req, res, caseFile, refused(body, refusalError(refusal)));
    redirectTo(res, 'adminCase', { case: caseId });
  }

  @PostPage('adminPersonRemoval')
  @Requires('case.create')
  async remove(@Res() res: Response, @Param('person') personId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const caseId = await this.search.caseOf(officer, personId);
    const refusal = await this.family.remove(officer, personId);
    if (refusal) throw notNow(refusal, caseId);
    redirectTo(res, 'adminCase', { case: caseId });
  }

  #form() {
    return newMemberForm(dayOf(this.clock.now()));
  }

  #page(req: Request, res: Response, caseFile: CaseFile, form: FormState): void {
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    this.pages.show(req, res, 'admin/person-new', {
      form,
      caseFile: { id: caseFile.id, applicationNumber: caseFile.applicationNumber },
      relations: translator.choices(language, FAMILY_RELATIONS, 'admin-family:relation'),
      sexes: translator.choices(language, SEXES, 'reply:sexes'),
      countries: countryChoices(language),
      citizenships: citizenshipChoices(language),
    });
  }
}

const notNow = (reason: string, caseId: string): RefusalPage => new RefusalPage(409, 'admin/refused', { act: 'family', reason, caseId });

/** S2b: the officer sees why; the person would read neutral words. */
function refusalError(refusal: MemberRefusal): FieldError {
  if (refusal.reason === 'uciTaken') return fieldError('uci', 'admin-family:form.uciTaken');
  if (refusal.reason === 'otherCase') return fieldError('email', 'admin-cases:refused.otherCase', { number: refusal.applicationNumber });
  return fieldError('email', 'admin-cases:refused.representative');
}
