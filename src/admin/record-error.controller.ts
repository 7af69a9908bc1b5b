import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import { shownFacts } from '../cases/shown-facts.js';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { cardName } from '../cards/card-name.js';
import { citizenshipChoices, countryChoices } from '../cases/countries.js';
import { type PersonFacts, SEXES } from '../cases/person.entity.js';
import { personFields } from '../cases/person.form.js';
import { Clock } from '../clock.js';
import { dayValues, requiredLines } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { MOST_ERROR_WORDS } from '../residence/residence.rules.js';
import { RecordErrors } from '../residence/record-errors.js';
import { shownPerson } from './shown-person.js';

const answerForm = z.object({ words: requiredLines('admin-presence:error.sayWhy', MOST_ERROR_WORDS) });

/** An officer has a reported error before them: the record beside the report, then a correction or an answer (PORTAL.md 6.18). */
@Controller()
export class AdminRecordErrorController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly errors: RecordErrors,
    private readonly clock: Clock,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminRecordError')
  @Requires('residence.confirm')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#report(req, res, officer, personId);
  }

  @GetPage('adminRecordAnswer')
  @Requires('residence.confirm')
  showAnswer(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    return this.#report(req, res, officer, personId);
  }

  @PostPage('adminRecordAnswer')
  @DecidesOnFile()
  @Requires('residence.confirm')
  async answer(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(answerForm, body);
    if (!form.ok) return this.#report(req, res, officer, personId, form.form);
    await this.errors.answer(officer, personId, form.value.words);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminPresence', { person: personId });
  }

  @GetPage('adminRecordCorrection')
  @Requires('residence.confirm')
  async showCorrection(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { person } = await this.errors.open(officer, personId);
    await this.#correction(req, res, officer, personId, this.drafts.open(req, filled(person.facts), this.#factsForm()));
  }

  @PostPage('adminRecordCorrection')
  @DecidesOnFile()
  @Requires('residence.confirm')
  async correct(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(this.#factsForm(), body);
    if (!form.ok) return this.#correction(req, res, officer, personId, form.form);
    const refusal = await this.errors.correct(officer, personId, form.value);
    if (refusal) {
      const field = refusal === 'uciTaken' ? 'uci' : 'familyName';
      return this.#correction(req, res, officer, personId, refused(body, fieldError(field, `admin-presence:error.${refusal}`)));
    }
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminPresence', { person: personId });
  }

  #factsForm() {
    return z.object(personFields(dayOf(this.clock.now())));
  }

  async #report(req: Request, res: Response, officer: Actor<'officer'>, personId: string, sent?: FormState): Promise<void> {
    const form = sent ?? this.drafts.open(req, EMPTY_FORM, answerForm);
    this.pages.show(req, res, 'admin/record-error', { ...(await this.#shown(res, officer, personId)), form });
  }

  async #correction(req: Request, res: Response, officer: Actor<'officer'>, personId: string, form: FormState): Promise<void> {
    const language = res.locals.language as Language;
    this.pages.show(req, res, 'admin/record-correction', {
      ...(await this.#shown(res, officer, personId)),
      form,
      sexes: this.pages.translator.choices(language, SEXES, 'reply:sexes'),
      countries: countryChoices(language),
      citizenships: citizenshipChoices(language),
    });
  }

  async #shown(res: Response, officer: Actor<'officer'>, personId: string) {
    const language = res.locals.language as Language;
    const { error, person } = await this.errors.open(officer, personId);
    const { facts, number, issuedAt } = error.record;
    return {
      ...shownPerson(person),
      report: { parts: error.parts, words: error.words, reportedAt: error.reportedAt },
      record: { number, issuedAt },
      file: shownFacts(facts, language),
      // a long name that is cut on the card is no error: it is explained (PORTAL.md 6.18)
      cut: [cardName(facts).family, cardName(facts).given].some(({ isCut }) => isCut),
    };
  }
}

const filled = ({ dateOfBirth, ...facts }: PersonFacts): FormState => filledForm({ ...facts, ...dayValues('dateOfBirth', dateOfBirth) });
