import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { ActingConsents, type ConsentRefusal } from '../accounts/acting-consent.service.js';
import type { AccountRefusal } from '../accounts/account.policy.js';
import { AccountService } from '../accounts/account.service.js';
import { PasswordRequestService } from '../accounts/password-request.service.js';
import { CaseSearch } from '../cases/case-search.js';
import { InvitationService } from '../invitations/invitation.service.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CasePage } from './case-page.js';

/** What was done on another page, and is told here. */
const DONE = ['email', 'link', 'address'] as const;

/** The page of a case, and what an officer does from it: invitation, account, new temporary password. */
@Controller()
export class CaseController {
  constructor(
    private readonly pages: Pages,
    private readonly casePage: CasePage,
    private readonly search: CaseSearch,
    private readonly invitations: InvitationService,
    private readonly accounts: AccountService,
    private readonly consents: ActingConsents,
    private readonly passwords: PasswordRequestService,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminCase')
  @Requires('case.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Query('done') done: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const page = await this.casePage.of(officer, caseId, res.locals.language as Language);
    this.pages.show(req, res, 'admin/case', { ...page, done: DONE.find((known) => known === done) ?? null });
  }

  @PostPage('adminInvitation')
  @Requires('invitation.send')
  async sendInvitation(
    @Res() res: Response,
    @Param('case') caseId: string,
    @Query('version') version: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const refusal = await this.invitations.send(officer, caseId, Number(version));
    if (refusal) throw refusedAct('invitation', refusal.reason, caseId);
    redirectTo(res, 'adminCase', { case: caseId });
  }

  @PostPage('adminAccount')
  @DecidesOnFile()
  @Requires('account.create')
  async createAccount(
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const caseId = await this.search.caseOf(officer, personId);
    const refusal = await this.accounts.createForPerson(officer, personId);
    // made by the first of two presses, or by a colleague: the page shows it as it is now
    if (refusal && refusal !== 'alreadyMade') throw refusedAct('account', refusal, caseId);
    await this.openFiles.finish(officer, res);
    redirectTo(res, 'adminCase', { case: caseId });
  }

  @PostPage('adminConsent')
  @Requires('account.create')
  async askConsent(
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const caseId = await this.search.caseOf(officer, personId);
    const refusal = await this.consents.ask(officer, personId);
    if (refusal) throw refusedAct('consent', refusal, caseId);
    redirectTo(res, 'adminCase', { case: caseId });
  }

  @PostPage('adminTemporaryPassword')
  @DecidesOnFile()
  @Requires('password.reissue')
  async reissue(
    @Res() res: Response,
    @Param('person') personId: string,
    @Query('version') version: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const caseId = await this.search.caseOf(officer, personId);
    await this.passwords.reissueFor(officer, personId, Number(version));
    redirectTo(res, 'adminCase', { case: caseId });
  }
}

/** The record does not allow it, and the officer sees why. */
const refusedAct = (act: 'invitation' | 'account' | 'consent', reason: AccountRefusal | ConsentRefusal, caseId: string): RefusalPage =>
  new RefusalPage(409, 'admin/refused', { act, reason, caseId });
