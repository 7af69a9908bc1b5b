import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/postgresql';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { may, roleOf } from '../access/permissions.js';
import { CurrentActor, Requires, signedInActor } from '../access/requires.decorator.js';
import { Card } from '../cards/card.entity.js';
import { isOnItsWay } from '../cards/card.states.js';
import { againWay, personsWithErrors } from '../cards/mailed/mail-again.js';
import { RETURN_REASONS } from '../cards/mailed/mailed-card.rules.js';
import { AddressLabels } from '../cards/mailed/address-labels.js';
import { CardMailing } from '../cards/mailed/mailing.service.js';
import { mailedForm } from '../cards/mailed/tracking-number.js';
import { Clock } from '../clock.js';
import { Confirmation } from '../confirmation/confirmation.entity.js';
import { addressLines } from '../confirmation/postal-address.js';
import { isUuid } from '../database/uuid.js';
import { day, oneOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayOf } from '../language/formats.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';

const returnForm = z.object({
  cameBackOn: day('admin-cards:return.enterDay', 'admin-cards:return.wrongDay'),
  reason: oneOf(RETURN_REASONS, 'admin-cards:return.chooseReason'),
});

/** One card into the post, with a tracking number or without, and one that the post brought back. */
@Controller()
export class MailedCardController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly mailing: CardMailing,
    private readonly labels: AddressLabels,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminCardMailed')
  @Requires('card.issue')
  async showMailed(@Req() req: Request, @Res() res: Response, @Param('card') cardId: string): Promise<void> {
    await this.#page(req, res, 'admin/card-mailed', cardId, this.drafts.open(req, filledForm({ trackingNumber: '' }), mailedForm));
  }

  @PostPage('adminCardMailed')
  @Requires('card.issue')
  async mail(
    @Req() req: Request,
    @Res() res: Response,
    @Param('card') cardId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(mailedForm, body);
    if (!form.ok) return this.#page(req, res, 'admin/card-mailed', cardId, form.form);
    await this.mailing.mail(officer, cardId, form.value.trackingNumber);
    redirectTo(res, 'adminCards');
  }

  /** A form's answer and no address to open: each label is recorded. */
  @PostPage('adminCardLabel')
  @Requires('card.issue')
  async label(@Res() res: Response, @Param('card') cardId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const title = (number: string): string =>
      this.pages.translator.text(res.locals.language as Language, 'admin-cards:label.title', { number });
    const pdf = await this.labels.pdf(officer, cardId, title);
    res.set('Content-Disposition', 'attachment; filename="label.pdf"').type('application/pdf').send(pdf);
  }

  @GetPage('adminCardReturn')
  @Requires('card.return')
  async showReturn(@Req() req: Request, @Res() res: Response, @Param('card') cardId: string): Promise<void> {
    await this.#page(req, res, 'admin/card-return', cardId, this.drafts.open(req, filledForm({}), returnForm));
  }

  /** Officers go back to the case, clerks to their cards. */
  @PostPage('adminCardReturn')
  @Requires('card.return')
  async comeBack(
    @Req() req: Request,
    @Res() res: Response,
    @Param('card') cardId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const form = readForm(returnForm, body);
    if (!form.ok) return this.#page(req, res, 'admin/card-return', cardId, form.form);
    const { card } = await this.#find(cardId);
    const { cameBackOn, reason } = form.value;
    const early = card.mailedAt && cameBackOn < dayOf(card.mailedAt);
    if (early || cameBackOn > dayOf(this.clock.now())) {
      const error = fieldError('cameBackOn', `admin-cards:return.${early ? 'beforeMailing' : 'inFuture'}`);
      return this.#page(req, res, 'admin/card-return', cardId, refused(body, error));
    }
    await this.mailing.comeBack(officer, cardId, cameBackOn, reason);
    if (may(officer.role, 'card.issue')) return redirectTo(res, 'adminCards');
    redirectTo(res, 'adminCase', { case: card.person.caseFile.id });
  }

  async #page(
    req: Request,
    res: Response,
    view: 'admin/card-mailed' | 'admin/card-return',
    cardId: string,
    form: FormState,
  ): Promise<void> {
    const { card, address } = await this.#find(cardId);
    const { person } = card;
    const again = card.state === 'came_back' && !card.endsOn;
    const way = again ? againWay(card, await personsWithErrors(this.em, [person.id])) : null;
    this.pages.show(req, res, view, {
      form,
      card: { id: card.id, state: card.state, mailedAt: card.mailedAt ?? null },
      person: { name: person.fullName, applicationNumber: person.caseFile.applicationNumber, caseId: person.caseFile.id },
      address,
      isOnItsWay: isOnItsWay(card.state),
      isToMail: card.state === 'printed' || way === 'mail',
      toCards: may(roleOf(signedInActor(req)), 'card.issue'),
      reasons: this.pages.translator.choices(res.locals.language as Language, RETURN_REASONS, 'admin-cards:return.reasons'),
    });
  }

  /** Where it goes: after it came back, to the address that stands now. */
  async #find(cardId: string): Promise<{ card: Card; address: readonly string[] }> {
    const card = isUuid(cardId) ? await this.em.findOne(Card, { id: cardId }, { populate: ['person.caseFile'], refresh: true }) : null;
    if (!card) throw new NotFoundException();
    const { cardAddress } = await this.em.findOneOrFail(Confirmation, { person: card.person });
    const address = card.state === 'came_back' || card.state === 'requested' ? cardAddress : card.sentTo;
    return { card, address: address ? addressLines(address) : [] };
  }
}
