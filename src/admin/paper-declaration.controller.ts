import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { Clock } from '../clock.js';
import type { Confirmation } from '../confirmation/confirmation.entity.js';
import { Confirmations } from '../confirmation/confirmations.js';
import { STRUCK_REASONS } from '../confirmation/paper/paper-declaration.entity.js';
import { paperDeclarationForm, strikeForm } from '../confirmation/paper/paper-declaration.form.js';
import { mayStrike, PAPER_DAYS, type PaperSigner } from '../confirmation/paper/paper-declaration.rules.js';
import { PaperDeclarations } from '../confirmation/paper/paper-declarations.service.js';
import { PRESENCE_STATEMENT_VERSION, statementOf } from '../confirmation/presence.rules.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, filledForm, type FormState, readForm, refused } from '../forms/form-result.js';
import { dayValues } from '../forms/fields.js';
import { dayOf } from '../language/formats.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { shownPerson } from './shown-person.js';

/** The paper channel: a form to print, and the record of one that came back signed (S8). */
@Controller()
export class PaperDeclarationController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly confirmations: Confirmations,
    private readonly papers: PaperDeclarations,
    private readonly openFiles: OpenFiles,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminPaper')
  @Requires('presence.record_paper')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const today = dayOf(this.clock.now());
    const open = await this.#open(officer, personId);
    const first = open.signers.length === 1 ? { signer: open.signers[0]?.person.id } : {};
    const filled = filledForm({ ...dayValues('receivedOn', today), ...first });
    this.#page(req, res, open, this.drafts.open(req, filled, paperDeclarationForm(idsOf(open.signers), today)));
  }

  @PostPage('adminPaper')
  @DecidesOnFile()
  @Requires('presence.record_paper')
  async record(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const open = await this.#open(officer, personId);
    const read = readForm(paperDeclarationForm(idsOf(open.signers), dayOf(this.clock.now())), body);
    if (!read.ok) return this.#page(req, res, open, read.form);
    const refusal = await this.papers.record(officer, personId, read.value);
    if (refusal) {
      const name = open.signers.find(({ person }) => person.id === read.value.signer)?.person.fullName ?? '';
      const field = refusal === 'nameDiffers' ? 'name' : 'signedOn';
      return this.#page(req, res, open, refused(body, fieldError(field, `paper:errors.${refusal}`, { name, days: PAPER_DAYS })));
    }
    redirectTo(res, 'adminPresence', { person: personId });
  }

  @GetPage('adminPaperStrike')
  @Requires('presence.record_paper')
  async showStrike(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { confirmation } = await this.#open(officer, personId);
    // nothing to strike, or not for this officer: what there is to see of it is on its page
    const paper = await this.papers.counting(confirmation);
    if (confirmation.suspendedAt || !paper || !mayStrike(officer, paper)) throw new GoElsewhere('adminPresence', { person: personId });
    this.#strikePage(req, res, confirmation, this.drafts.open(req, EMPTY_FORM, strikeForm));
  }

  @PostPage('adminPaperStrike')
  @DecidesOnFile()
  @Requires('presence.record_paper')
  async strike(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { confirmation } = await this.#open(officer, personId);
    const read = readForm(strikeForm, body);
    if (!read.ok) return this.#strikePage(req, res, confirmation, read.form);
    await this.papers.strike(officer, personId, read.value.because);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminPresence', { person: personId });
  }

  /** The statement with room for a signature, in the language of the page; what is printed says who may sign it. */
  @GetPage('adminPaperForm')
  @Requires('presence.record_paper')
  async form(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Param('signer') signerId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { confirmation, signers } = await this.#open(officer, personId);
    const signer = signers.find(({ person }) => person.id === signerId);
    if (!signer) throw new NotFoundException();
    const { person } = confirmation;
    this.pages.show(req, res, 'admin/paper-form', {
      ...shownPerson(confirmation.person),
      contact: person.caseFile.contactAddress,
      signer: signer.person.fullName,
      self: signer.relation === 'self',
      statement: statementOf(signer.relation),
      statementVersion: PRESENCE_STATEMENT_VERSION,
      days: PAPER_DAYS,
    });
  }

  async #open(officer: Actor<'officer'>, personId: string): Promise<{ confirmation: Confirmation; signers: PaperSigner[] }> {
    const confirmation = await this.confirmations.forOfficer(officer, personId);
    return { confirmation, signers: await this.papers.signers(confirmation) };
  }

  #page(
    req: Request,
    res: Response,
    { confirmation, signers }: { confirmation: Confirmation; signers: PaperSigner[] },
    form: FormState,
  ): void {
    const { presence, residence, suspendedAt } = confirmation;
    const language = res.locals.language as Language;
    const declared = residence === 'confirmed' || presence === 'declared' || presence === 'verified';
    const closed = suspendedAt ? 'suspended' : declared ? 'declared' : signers.length === 0 ? 'nobody' : '';
    this.pages.show(req, res, 'admin/paper', {
      ...shownPerson(confirmation.person),
      closed,
      ...(closed ? {} : { form }),
      signers: signers.map(({ person, relation }) => ({ id: person.id, name: person.fullName, relation })),
      choices: signers.map(({ person, relation }) => ({
        value: person.id,
        text: this.pages.translator.text(language, `paper:signers.${relation}`, { name: person.fullName }),
      })),
      languages: this.pages.translator.choices(language, LANGUAGES, 'staff:languages'),
      days: PAPER_DAYS,
    });
  }

  #strikePage(req: Request, res: Response, confirmation: Confirmation, form: FormState): void {
    const reasons = this.pages.translator.choices(res.locals.language as Language, STRUCK_REASONS, 'paper:because');
    this.pages.show(req, res, 'admin/paper-strike', { ...shownPerson(confirmation.person), form, reasons });
  }
}

const idsOf = (signers: readonly PaperSigner[]): string[] => signers.map(({ person }) => person.id);
