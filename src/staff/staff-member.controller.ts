import { BadRequestException, Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { OFFICER_ROLES } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { oneOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { shownState } from './staff.controller.js';
import type { StaffRefusal } from './staff.policy.js';
import { StaffService, SUSPENSIONS } from './staff.service.js';

const suspensionForm = z.object({ reason: oneOf(SUSPENSIONS, 'staff:reasonMissing') });
const roleForm = z.object({ role: oneOf(OFFICER_ROLES, 'staff:roleMissing') });

/** Here the page has no form whose language could be switched with what was typed. */
const NOT_TO_SUSPEND: readonly ReturnType<typeof shownState>[] = ['emptied', 'reported', 'suspended'];

/** One officer's account, and what a supervisor does to it. */
@Controller()
export class StaffMemberController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly staff: StaffService,
  ) {}

  @GetPage('adminStaffMember')
  @Requires('staff.manage')
  show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('officer') id: string,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, by, id, EMPTY_FORM);
  }

  /** The same page: here it stays when no reason was chosen, and its language is switched here. */
  @GetPage('adminStaffSuspension')
  @Requires('staff.manage')
  showSuspension(
    @Req() req: Request,
    @Res() res: Response,
    @Param('officer') id: string,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    return this.#page(req, res, by, id, this.drafts.open(req, EMPTY_FORM, suspensionForm));
  }

  @PostPage('adminStaffSuspension')
  @Requires('staff.manage')
  async suspend(
    @Req() req: Request,
    @Res() res: Response,
    @Param('officer') id: string,
    @Body() body: unknown,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(suspensionForm, body);
    if (!form.ok) return this.#page(req, res, by, id, form.form);
    this.#done(res, id, await this.staff.suspend(by, id, form.value.reason));
  }

  @PostPage('adminStaffResumption')
  @Requires('staff.manage')
  async resume(@Res() res: Response, @Param('officer') id: string, @CurrentActor('officer') by: Actor<'officer'>): Promise<void> {
    this.#done(res, id, await this.staff.resume(by, id));
  }

  @PostPage('adminStaffReset')
  @Requires('staff.manage')
  async reset(@Res() res: Response, @Param('officer') id: string, @CurrentActor('officer') by: Actor<'officer'>): Promise<void> {
    this.#done(res, id, await this.staff.reset(by, id));
  }

  @PostPage('adminStaffRole')
  @Requires('staff.manage')
  async changeRole(
    @Res() res: Response,
    @Param('officer') id: string,
    @Body() body: unknown,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(roleForm, body);
    await this.staff.officer(id); // who is not there is not found, whatever was sent
    if (!form.ok) throw new BadRequestException('no such role'); // each role is a button of its own
    this.#done(res, id, await this.staff.changeRole(by, id, form.value.role));
  }

  #done(res: Response, id: string, refusal: StaffRefusal | null): void {
    if (refusal) throw new RefusalPage(409, 'staff/refused', { reason: refusal, officer: id });
    redirectTo(res, 'adminStaffMember', { officer: id });
  }

  async #page(req: Request, res: Response, by: Actor<'officer'>, id: string, form: FormState): Promise<void> {
    const account = await this.staff.officer(id);
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    const [own, state] = [account.id === by.accountId, shownState(account)];
    this.pages.show(req, res, 'staff/member', {
      ...((own || NOT_TO_SUSPEND.includes(state)) && form.errors.length === 0 ? {} : { form }),
      officer: {
        id,
        name: nameOf(account),
        email: account.emptiedAt ? '' : account.email,
        role: account.role ?? 'officer',
        state,
      },
      own,
      roles: translator.choices(language, OFFICER_ROLES, 'staff:roles'),
      reasons: translator.choices(language, SUSPENSIONS, 'staff:reasons'),
    });
  }
}
