import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../../forms/form-result.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { href } from '../../language/routes.js';
import { Messages } from '../../messages/messages.service.js';
import { Pages } from '../../pages/pages.js';
import { HELP_AFTER_RETURNS } from '../editor/photo-statement.rules.js';
import { CALL_TIMES, photoCallForm } from './photo-call.form.js';
import { PhotoDecisions } from './photo-decisions.js';

/** After three returns: "we can call you". What is asked for is a message, sealed like any other, and a task of the officers' queue. */
@Controller()
export class PhotoCallController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly decisions: PhotoDecisions,
    private readonly confirmations: Confirmations,
    private readonly messages: Messages,
    private readonly clock: Clock,
  ) {}

  @GetPage('photoCall')
  @Requires('message.write')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    await this.#page(req, res, await this.#person(applicant, personId), this.drafts.open(req, EMPTY_FORM, photoCallForm));
  }

  @PostPage('photoCall')
  @Requires('message.write')
  async ask(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const person = await this.#person(applicant, personId);
    const form = readForm(photoCallForm, body);
    if (!form.ok) return this.#page(req, res, person, form.form);
    const language = res.locals.language as Language;
    const text = (key: string, values = {}): string => this.pages.translator.text(language, key, values);
    const words = text('photo:call.message', { phone: form.value.phone, when: text(`photo:call.when.${form.value.when}`) });
    const thread = await this.messages.open(applicant, personId, { topic: 'photo', format: null, words });
    res.redirect(303, `${href('messageThread', language, { thread })}?sent=yes`);
  }

  /** Offered after so many returns, and not before. */
  async #person(applicant: Actor<'applicant'>, personId: string) {
    const { person } = await this.confirmations.of(applicant, personId);
    const returns = await this.decisions.returnsToldTo([person.id], this.clock.now());
    if (returns.length < HELP_AFTER_RETURNS) throw new GoElsewhere('photoReturned', { person: personId });
    return { id: person.id, name: person.fullName };
  }

  async #page(req: Request, res: Response, person: { id: string; name: string }, form: FormState): Promise<void> {
    const times = this.pages.translator.choices(res.locals.language as Language, CALL_TIMES, 'photo:call.when');
    this.pages.show(req, res, 'photos/call', { person, form, times });
  }
}
