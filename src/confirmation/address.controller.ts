import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { aboutWhom } from '../accounts/acting-notice.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { filledForm, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { addressOf, homeAddressForm, mailingAddressForm } from './address.form.js';
import { copyTargets } from './address-copy.js';
import { AddressService } from './address.service.js';
import { PREPARED_TOLD, prepared } from './drafts/prepared.js';
import type { AddressPiece } from './drafts/address-draft.entity.js';
import { AddressDrafts } from './drafts/address-drafts.js';
import type { Confirmation } from './confirmation.entity.js';
import { nextPage, stepNumber, STEPS } from './confirmation.steps.js';
import { Confirmations } from './confirmations.js';
import { doubtfulAddresses } from './doubtful-addresses.js';
import { addressLines, type PostalAddress } from './postal-address.js';
import { provinceChoices } from './province-names.js';
import { StandingRecords } from './standing-records.js';

/** Where the person lives, and where the card goes (S9). */
@Controller()
export class AddressController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly addresses: AddressService,
    private readonly records: StandingRecords,
    private readonly prepared: AddressDrafts,
  ) {}

  @GetPage('homeAddress')
  @Requires('address.give')
  showHome(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    return this.#show(req, res, 'homeAddress', homeAddressForm, applicant, personId);
  }

  @PostPage('homeAddress')
  @Requires('address.give')
  async createHome(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const form = readForm(homeAddressForm, body);
    if (!form.ok) return this.#page(req, res, 'homeAddress', confirmation, form.form);
    await this.addresses.giveHome(applicant, personId, addressOf(form.value));
    // of a card that came back both are looked at: the mailing address comes next, answered or not
    if (confirmation.mailingAnswered && confirmation.address !== 'reopened')
      return redirectTo(res, nextPage(confirmation), { person: personId });
    redirectTo(res, 'mailingAddress', { person: personId });
  }

  @GetPage('mailingAddress')
  @Requires('address.give')
  showMailing(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    return this.#show(req, res, 'mailingAddress', mailingAddressForm, applicant, personId);
  }

  @PostPage('mailingAddress')
  @Requires('address.give')
  async createMailing(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    if (!confirmation.homeAddress) throw new GoElsewhere('homeAddress', { person: personId });
    const form = readForm(mailingAddressForm, body);
    if (!form.ok) return this.#page(req, res, 'mailingAddress', confirmation, form.form);
    await this.addresses.giveMailing(applicant, personId, form.value.to === 'home' ? null : addressOf(form.value));
    const records = await this.records.ofApplicant(applicant.accountId);
    const own = records.find((record) => record.personId === personId);
    // whoever acts for others who have no address yet need not type this one again (WCAG 3.3.7)
    if (own && copyTargets(own, records).some(({ cardAddress }) => !cardAddress))
      return redirectTo(res, 'addressCopy', { person: personId });
    const after = await this.confirmations.of(applicant, personId);
    redirectTo(res, nextPage(after), { person: personId });
  }

  async #show(
    req: Request,
    res: Response,
    kind: AddressPiece,
    schema: z.ZodType,
    applicant: Actor<'applicant'>,
    personId: string,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    if (kind === 'mailingAddress' && !confirmation.homeAddress) throw new GoElsewhere('homeAddress', { person: personId });
    await this.#page(req, res, kind, confirmation, this.drafts.open(req, known(kind, confirmation), schema));
  }

  /** Once the card went to print the address stands on it: nothing to change here any more (S13). */
  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    if (confirmation.address === 'frozen' && confirmation.card) throw new GoElsewhere('status', { person: personId });
    return confirmation;
  }

  async #page(req: Request, res: Response, kind: AddressPiece, confirmation: Confirmation, form: FormState): Promise<void> {
    const { person, homeAddress, address, card } = confirmation;
    const language = res.locals.language as Language;
    this.pages.show(req, res, kind === 'homeAddress' ? 'confirmation/home-address' : 'confirmation/mailing-address', {
      form,
      person: { id: person.id, name: person.fullName },
      step: stepNumber(kind),
      steps: STEPS.length,
      doubtful: doubtfulAddresses(confirmation).filter(({ route }) => route !== kind),
      provinces: provinceChoices(language),
      prepared: prepared(await this.prepared.waiting(person.id, kind)),
      told: PREPARED_TOLD.find((told) => told === req.query.prepared) ?? '',
      cameBack: address === 'reopened' ? { on: card?.cameBackOn ?? '', reason: card?.cameBackReason ?? '' } : null,
      again: card?.state === 'came_back',
      homeChoice: homeAddress ? this.#mailingChoices(homeAddress, language, aboutWhom(res)) : [],
    });
  }

  #mailingChoices(home: PostalAddress, language: Language, whom: 'self' | 'other') {
    const words = (key: string): string => this.pages.translator.text(language, key);
    return [
      { value: 'home', text: words(`address:mailing.${whom}.home`), hint: addressLines(home).join(', ') },
      { value: 'other', text: words('address:mailing.another'), hint: words('address:mailing.otherHint') },
    ];
  }
}

/** What the person gave before, so that nothing is typed twice (WCAG 3.3.7). */
function known(kind: AddressPiece, { homeAddress, mailingAddress, mailingAnswered }: Confirmation): FormState {
  const address = kind === 'homeAddress' ? homeAddress : mailingAddress;
  return filledForm({
    ...address,
    ...(kind === 'mailingAddress' ? { to: mailingAnswered ? (mailingAddress ? 'other' : 'home') : '' } : {}),
  });
}
