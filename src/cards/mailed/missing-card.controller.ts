import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../../access/actor.js';
import { GoElsewhere } from '../../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../../access/requires.decorator.js';
import { Clock } from '../../clock.js';
import type { Confirmation } from '../../confirmation/confirmation.entity.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { presenceForm } from '../../confirmation/presence.form.js';
import { statementOf } from '../../confirmation/presence.rules.js';
import { PresenceService } from '../../confirmation/presence.service.js';
import { Signing } from '../../confirmation/signing.service.js';
import { FormDrafts } from '../../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm, refused } from '../../forms/form-result.js';
import { dayOf } from '../../language/formats.js';
import type { Language } from '../../language/language.js';
import { GetPage, PostPage } from '../../language/page-routes.js';
import { Pages } from '../../pages/pages.js';
import { redirectTo } from '../../pages/redirect.js';
import { MISSING_STATEMENT_VERSION, missingDays, missingOn } from './mailed-card.rules.js';
import { MissingCards } from './missing-cards.service.js';

/** "My card has not come" (PORTAL.md 4): too early, now, too late, or the receipt of the declaration; one address for all of them. */
@Controller()
export class MissingCardController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly missing: MissingCards,
    private readonly presence: PresenceService,
    private readonly signing: Signing,
    private readonly clock: Clock,
  ) {}

  @GetPage('cardMissing')
  @Requires('card.report_missing')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const { confirmation, mailedAt } = await this.#open(applicant, personId);
    if (!mailedAt) return this.#receipt(req, res, confirmation);
    const now = missingOn(mailedAt, dayOf(this.clock.now()));
    if (now !== 'now') return this.#notNow(req, res, confirmation, now, mailedAt);
    const until = await this.presence.pausedUntil(applicant);
    if (until) return this.pages.show(req, res, 'confirmation/presence-paused', { person: shownPerson(confirmation), until });
    await this.#page(req, res, applicant, confirmation, mailedAt, this.drafts.open(req, EMPTY_FORM, presenceForm));
  }

  @PostPage('cardMissing')
  @Requires('card.report_missing')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const { confirmation, mailedAt } = await this.#open(applicant, personId);
    // declared already, or not on one of the days for it: the page says so
    if (!mailedAt || missingOn(mailedAt, dayOf(this.clock.now())) !== 'now') return redirectTo(res, 'cardMissing', { person: personId });
    const form = readForm(presenceForm, body);
    if (!form.ok) return this.#page(req, res, applicant, confirmation, mailedAt, form.form);
    const wrong = await this.signing.problem(applicant, personId, form.value);
    if (wrong) return this.#page(req, res, applicant, confirmation, mailedAt, refused(body, wrong));
    const declaring = this.missing.report(applicant, personId, form.value.name, res.locals.language as Language);
    await this.signing.once(confirmation.person, declaring);
    redirectTo(res, 'cardMissing', { person: personId });
  }

  /** Null in place of the day of mailing: it was declared, and the card is being replaced. Otherwise nothing can be missing: back to the status. */
  async #open(applicant: Actor<'applicant'>, personId: string): Promise<{ confirmation: Confirmation; mailedAt: Date | null }> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const { card, suspendedAt } = confirmation;
    const isMailed = card && ['mailed', 'presumed_delivered', 'closed'].includes(card.state);
    const isReplaced = card?.state === 'reported_missing' || (card?.replaces && !card.mailedAt);
    if (suspendedAt || !card || (!isMailed && !isReplaced)) throw new GoElsewhere('status', { person: personId });
    return { confirmation, mailedAt: isMailed ? (card.mailedAt ?? null) : null };
  }

  async #receipt(req: Request, res: Response, confirmation: Confirmation): Promise<void> {
    const { card, person } = confirmation;
    const declaration = card && (await this.missing.declarationOf(card));
    if (!declaration) throw new GoElsewhere('status', { person: person.id });
    this.pages.show(req, res, 'confirmation/card-missing-receipt', {
      person: shownPerson(confirmation),
      applicationNumber: person.caseFile.applicationNumber,
      declaration: {
        reference: declaration.reference,
        declaredAt: declaration.declaredAt,
        typedName: declaration.typedName,
        version: declaration.statementVersion,
        language: declaration.statementLanguage,
        relation: declaration.relation,
        by: await this.presence.nameOf(declaration.signerAccountId),
      },
    });
  }

  #notNow(req: Request, res: Response, confirmation: Confirmation, when: 'early' | 'late', mailedAt: Date): void {
    this.pages.show(req, res, `confirmation/card-missing-${when}`, shownMailing(confirmation, mailedAt));
  }

  async #page(
    req: Request,
    res: Response,
    applicant: Actor<'applicant'>,
    confirmation: Confirmation,
    mailedAt: Date,
    form: FormState,
  ): Promise<void> {
    const { signer, relation } = await this.presence.signerFor(applicant, confirmation.person.id);
    this.pages.show(req, res, 'confirmation/card-missing', {
      form,
      ...shownMailing(confirmation, mailedAt),
      signer,
      statement: statementOf(relation),
      statementVersion: MISSING_STATEMENT_VERSION,
    });
  }
}

/** Whose card was mailed when and where, and when it can be declared missing. */
const shownMailing = (confirmation: Confirmation, mailedAt: Date) => ({
  person: shownPerson(confirmation),
  mailedAt,
  ...missingDays(mailedAt),
  city: confirmation.card?.sentTo?.city ?? '',
  trackingNumber: confirmation.card?.trackingNumber ?? null,
});

const shownPerson = ({ person }: Confirmation) => ({ id: person.id, name: person.fullName });
