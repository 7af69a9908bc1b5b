import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { COUNTRY_CODES, countryChoices } from '../cases/countries.js';
import { Clock } from '../clock.js';
import { dayValues } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import type { Confirmation } from './confirmation.entity.js';
import { Confirmations } from './confirmations.js';
import { abroadForm } from './presence.form.js';
import { returnProblem } from './presence.rules.js';
import { PresenceService } from './presence.service.js';

/** "I'm not in Canada": when the person comes back, and from where (S2c). */
@Controller()
export class AbroadController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly presence: PresenceService,
    private readonly clock: Clock,
  ) {}

  readonly #schema = abroadForm(COUNTRY_CODES.filter((code) => code !== 'CA'));

  @GetPage('abroad')
  @Requires('presence.tell_abroad')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const known = filledForm({ ...dayValues('returnOn', confirmation.returnOn), country: confirmation.abroadCountry ?? '' });
    this.#page(req, res, confirmation, this.drafts.open(req, known, this.#schema));
  }

  @PostPage('abroad')
  @Requires('presence.tell_abroad')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const form = readForm(this.#schema, body);
    if (!form.ok) return this.#page(req, res, confirmation, form.form);
    const problem = returnProblem(form.value.returnOn, dayOf(this.clock.now()));
    if (problem) return this.#page(req, res, confirmation, refused(body, fieldError('returnOn', `presence:${problem}`)));
    await this.presence.tellAbroad(applicant, personId, form.value.returnOn, form.value.country);
    redirectTo(res, 'confirmation');
  }

  /** Who declared is in Canada for us: that they have left is said first, and withdraws the declaration. */
  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    if (confirmation.presence === 'declared' || confirmation.presence === 'verified')
      throw new GoElsewhere('leftCanada', { person: personId });
    return confirmation;
  }

  #page(req: Request, res: Response, { person, presence }: Confirmation, form: FormState): void {
    const countries = countryChoices(res.locals.language as Language).filter(({ value }) => value !== 'CA');
    this.pages.show(req, res, 'confirmation/abroad', {
      form,
      person: { id: person.id, name: person.fullName },
      countries,
      withdrawn: presence === 'withdrawn',
    });
  }
}
