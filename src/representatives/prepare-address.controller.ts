import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { addressOf, homeAddressForm, mailingAddressForm } from '../confirmation/address.form.js';
import type { AddressPiece } from '../confirmation/drafts/address-draft.entity.js';
import { AddressDrafts } from '../confirmation/drafts/address-drafts.js';
import { provinceChoices } from '../confirmation/province-names.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, filledForm, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';

/** A representative prepares a client's addresses, each by itself. The client takes them over or not (PORTAL.md 2, S33). */
@Controller()
export class PrepareAddressController {
  constructor(
    private readonly pages: Pages,
    private readonly forms: FormDrafts,
    private readonly drafts: AddressDrafts,
  ) {}

  @GetPage('clientHomeAddress')
  @Requires('draft.prepare')
  showHome(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    return this.#show(req, res, 'homeAddress', homeAddressForm, representative, personId);
  }

  @PostPage('clientHomeAddress')
  @Requires('draft.prepare')
  async prepareHome(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const name = await this.#nameOf(representative, personId);
    const form = readForm(homeAddressForm, body);
    if (!form.ok) return this.#page(req, res, 'homeAddress', { id: personId, name }, form.form);
    await this.drafts.prepare(representative, personId, 'homeAddress', addressOf(form.value));
    toClients(res);
  }

  @GetPage('clientMailingAddress')
  @Requires('draft.prepare')
  showMailing(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    return this.#show(req, res, 'mailingAddress', mailingAddressForm, representative, personId);
  }

  @PostPage('clientMailingAddress')
  @Requires('draft.prepare')
  async prepareMailing(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    const name = await this.#nameOf(representative, personId);
    const form = readForm(mailingAddressForm, body);
    if (!form.ok) return this.#page(req, res, 'mailingAddress', { id: personId, name }, form.form);
    await this.drafts.prepare(representative, personId, 'mailingAddress', form.value.to === 'home' ? null : addressOf(form.value));
    toClients(res);
  }

  async #show(
    req: Request,
    res: Response,
    piece: AddressPiece,
    schema: z.ZodType,
    representative: Actor<'representative'>,
    personId: string,
  ): Promise<void> {
    const name = await this.#nameOf(representative, personId);
    const draft = await this.drafts.waiting(personId, piece);
    const known = draft
      ? filledForm({ ...draft.address, ...(piece === 'mailingAddress' ? { to: draft.address ? 'other' : 'home' } : {}) })
      : EMPTY_FORM;
    this.#page(req, res, piece, { id: personId, name }, this.forms.open(req, known, schema));
  }

  async #nameOf(representative: Actor<'representative'>, personId: string): Promise<string> {
    return (await this.drafts.clientOf(representative, personId)).confirmation.person.fullName;
  }

  /** Nothing that the client gave themselves is shown here. */
  #page(req: Request, res: Response, piece: AddressPiece, client: { id: string; name: string }, form: FormState): void {
    const language = res.locals.language as Language;
    const words = (key: string): string => this.pages.translator.text(language, key);
    this.pages.show(req, res, piece === 'homeAddress' ? 'representatives/prepare-home' : 'representatives/prepare-mailing', {
      form,
      client,
      provinces: provinceChoices(language),
      choices: [
        { value: 'home', text: words('drafts:mailing.home') },
        { value: 'other', text: words('address:mailing.another'), hint: words('address:mailing.otherHint') },
      ],
    });
  }
}

function toClients(res: Response): void {
  res.redirect(303, `${href('clients', res.locals.language as Language)}?done=prepared`);
}
