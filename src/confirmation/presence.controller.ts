import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import type { Confirmation } from './confirmation.entity.js';
import { stepNumber, STEPS } from './confirmation.steps.js';
import { Confirmations } from './confirmations.js';
import { presenceForm } from './presence.form.js';
import { PRESENCE_STATEMENT_VERSION, statementOf } from './presence.rules.js';
import { withdrawnSince } from './withdrawn-since.js';
import { PresenceService } from './presence.service.js';
import { pausedRefusal, Signing } from './signing.service.js';

/** "Declare that you are in Canada" (S8), and its receipt. */
@Controller()
export class PresenceController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly presence: PresenceService,
    private readonly signing: Signing,
    private readonly clock: Clock,
  ) {}

  @GetPage('presence')
  @Requires('presence.declare')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const until = await this.presence.pausedUntil(applicant);
    if (until)
      return this.pages.show(req, res, 'confirmation/presence-paused', {
        person: { id: personId, name: confirmation.person.fullName },
        until,
      });
    await this.#page(req, res, applicant, confirmation, this.drafts.open(req, EMPTY_FORM, presenceForm));
  }

  @PostPage('presence')
  @Requires('presence.declare')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
    @Body() body: unknown,
  ): Promise<void> {
    const confirmation = await this.#open(applicant, personId);
    const until = await this.presence.pausedUntil(applicant);
    if (until) throw pausedRefusal(confirmation.person, until);
    const form = readForm(presenceForm, body);
    if (!form.ok) return this.#page(req, res, applicant, confirmation, form.form);
    const wrong = await this.signing.problem(applicant, personId, form.value);
    if (wrong) return this.#page(req, res, applicant, confirmation, refused(body, wrong));
    const declaring = this.presence.declare(applicant, personId, form.value.name, res.locals.language as Language);
    await this.signing.once(confirmation.person, declaring);
    redirectTo(res, 'presenceReceipt', { person: personId });
  }

  @GetPage('presenceReceipt')
  @Requires('presence.declare')
  async receipt(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const confirmation = await this.confirmations.of(applicant, personId);
    const declaration = await this.presence.lastDeclaration(personId);
    if (!declaration) throw new GoElsewhere('presence', { person: personId });
    const { person } = confirmation;
    this.pages.show(req, res, 'confirmation/presence-receipt', {
      person: { id: person.id, name: person.fullName },
      applicationNumber: person.caseFile.applicationNumber,
      declaration: {
        reference: declaration.reference,
        declaredAt: declaration.declaredAt,
        typedName: declaration.typedName,
        version: declaration.version,
        language: declaration.language,
        relation: declaration.relation,
        by: declaration.signer,
        paper: declaration.paper ? { signedOn: declaration.paper.signedOn, receivedOn: declaration.paper.receivedOn } : null,
      },
      withdrawnAt: withdrawnSince(confirmation, declaration),
    });
  }

  /** Declared already: back to the receipt, so that a second click or an old page does nothing twice. */
  async #open(applicant: Actor<'applicant'>, personId: string): Promise<Confirmation> {
    const confirmation = await this.confirmations.of(applicant, personId);
    if (confirmation.presence === 'declared' || confirmation.presence === 'verified')
      throw new GoElsewhere('presenceReceipt', { person: personId });
    return confirmation;
  }

  async #page(
    req: Request,
    res: Response,
    applicant: Actor<'applicant'>,
    { person, presence, returnOn }: Confirmation,
    form: FormState,
  ): Promise<void> {
    const { signer, relation } = await this.presence.signerFor(applicant, person.id);
    this.pages.show(req, res, 'confirmation/presence', {
      form,
      person: { id: person.id, name: person.fullName },
      signer,
      self: relation === 'self',
      heading: this.pages.translator.text(
        res.locals.language as Language,
        relation === 'self' ? 'presence:title' : 'presence:titleFor',
        relation === 'self' ? {} : { name: person.fullName },
      ),
      statement: statementOf(relation),
      step: stepNumber('presence'),
      steps: STEPS.length,
      today: this.clock.now(),
      statementVersion: PRESENCE_STATEMENT_VERSION,
      returnOn: presence === 'abroad' ? (returnOn ?? null) : null,
    });
  }
}
