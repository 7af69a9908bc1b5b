import { Body, Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { type Account, OFFICER_ROLES } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { email, oneOf, required } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { UNSHOWABLE } from '../cases/case.rules.js';
import { type Language, LANGUAGES } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { StaffService } from './staff.service.js';

const inviteForm = z.object({
  name: required('staff:nameMissing', 100).refine((name) => !UNSHOWABLE.test(name), 'staff:nameWrong'),
  email: email('staff:emailMissing', 'staff:emailWrong'),
  role: oneOf(OFFICER_ROLES, 'staff:roleMissing'),
  language: oneOf(LANGUAGES, 'staff:languageMissing'),
});

/** Supervisors' list of officers, and the invitation of a new one. */
@Controller()
export class StaffController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly staff: StaffService,
  ) {}

  @GetPage('adminStaff')
  @Requires('staff.manage')
  show(@Req() req: Request, @Res() res: Response): Promise<void> {
    return this.#page(req, res, this.drafts.open(req, EMPTY_FORM, inviteForm));
  }

  @PostPage('adminStaff')
  @Requires('staff.manage')
  async invite(
    @Req() req: Request,
    @Res() res: Response,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const form = readForm(inviteForm, body);
    if (!form.ok) return this.#page(req, res, form.form);
    const { name, role, language } = form.value;
    const invited = await this.staff.invite(officer, form.value.email, role, name, language);
    if (!invited) return this.#page(req, res, refused(body, fieldError('email', 'staff:emailTaken')));
    redirectTo(res, 'adminStaff');
  }

  async #page(req: Request, res: Response, form: FormState): Promise<void> {
    const language = res.locals.language as Language;
    const { translator } = this.pages;
    const rows = await this.staff.list();
    this.pages.show(req, res, 'staff/staff', {
      form,
      roles: translator.choices(language, OFFICER_ROLES, 'staff:roles'),
      languages: translator.choices(language, LANGUAGES, 'staff:languages'),
      rows: rows.map(({ account, lastSignIn }) => ({
        id: account.id,
        name: nameOf(account),
        role: account.role ?? 'officer',
        state: shownState(account),
        lastSignIn,
      })),
    });
  }
}

/** One of `staff:states`. */
export const shownState = ({ state, emptiedAt, suspendedReason }: Account): Account['state'] | 'emptied' | 'reported' => {
  if (emptiedAt) return 'emptied';
  return suspendedReason === 'not_me' ? 'reported' : state;
};
