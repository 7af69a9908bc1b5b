import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { OwnFiles } from '../access/own-files.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { nameOf } from '../accounts/account-name.js';
import type { Account } from '../accounts/account.entity.js';
import { AccountLockService, REPORTS_A_PAGE } from '../accounts/account-lock.service.js';
import { changedShortlyBefore } from '../accounts/email-change.rules.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { identityCheckForm, identityChecks } from './identity-check.form.js';
import { momentText, readMoment } from './list-place.js';

/** Accounts whose owners said "this wasn't me": an officer checks who the person is, then opens the account again. */
@Controller()
export class ReportedAccountsController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly locks: AccountLockService,
    private readonly ownFiles: OwnFiles,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminReportedAccounts')
  @Requires('account.release')
  async list(
    @Req() req: Request,
    @Res() res: Response,
    @Query() { released, after }: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const own = await this.ownFiles.of(officer);
    const place = readMoment(after);
    const { shown: accounts, last } = await this.locks.reported(officer, place);
    const address = href('adminReportedAccounts', res.locals.language as Language);
    this.pages.show(req, res, 'admin/reported-accounts', {
      rows: accounts.map((account) => shown(account, own)),
      released: released === 'yes',
      limit: REPORTS_A_PAGE,
      first: place && address,
      next: last?.suspendedAt ? `${address}?after=${momentText({ at: last.suspendedAt, id: last.id })}` : null,
    });
  }

  @GetPage('adminAccountRelease')
  @Requires('account.release')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('account') accountId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.#page(req, res, officer, accountId, this.drafts.open(req, EMPTY_FORM, identityCheckForm));
  }

  @PostPage('adminAccountRelease')
  @DecidesOnFile()
  @Requires('account.release')
  async release(
    @Req() req: Request,
    @Res() res: Response,
    @Param('account') accountId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(identityCheckForm, body);
    if (!form.ok) return this.#page(req, res, officer, accountId, form.form);
    await this.locks.release(officer, accountId, form.value.checkedBy);
    await this.openFiles.finish(officer, res);
    res.redirect(303, `${href('adminReportedAccounts', res.locals.language as Language)}?released=yes`);
  }

  async #page(req: Request, res: Response, officer: Actor<'officer'>, accountId: string, form: FormState): Promise<void> {
    const report = await this.locks.reportOf(officer, accountId);
    if (!report) throw new GoElsewhere('adminReportedAccounts'); // opened by a colleague, or by this officer before they pressed Back
    const account = shown(report);
    this.pages.show(req, res, 'admin/account-release', {
      form,
      account,
      checks: identityChecks(this.pages.translator, res.locals.language as Language),
    });
  }
}

function shown({ id, person, displayName, username, suspendedAt, email, emailChangedAt }: Account, own: ReadonlySet<string> = new Set()) {
  return {
    id,
    name: nameOf({ person, displayName, username }),
    caseId: person?.caseFile.id ?? null,
    personId: person?.id ?? null,
    email,
    own: own.has(person?.caseFile.id ?? ''),
    applicationNumber: person?.caseFile.applicationNumber ?? '',
    reportedAt: suspendedAt ?? null,
    emailChangedAt: changedShortlyBefore(emailChangedAt, suspendedAt) ? emailChangedAt : null,
  };
}
