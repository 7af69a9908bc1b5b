import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Account } from '../accounts/account.entity.js';
import { EmailChangeService } from '../accounts/email-change.service.js';
import { isUuid } from '../database/uuid.js';
import { email } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { identityCheck, identityChecks } from './identity-check.form.js';

const changeForm = z.object({
  check: identityCheck,
  email: email('account-email:ask.enterEmail', 'account-email:ask.wrongEmail'),
});

/** Another address for somebody who has lost their mailbox, after a check of who they are (PORTAL.md 6.9). */
@Controller()
export class AdminEmailController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly changes: EmailChangeService,
  ) {}

  @GetPage('adminEmail')
  @Requires('email.change')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @CurrentActor('officer') _officer: Actor<'officer'>,
  ): Promise<void> {
    await this.#page(req, res, personId, this.drafts.open(req, EMPTY_FORM, changeForm));
  }

  @PostPage('adminEmail')
  @Requires('email.change')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const account = await this.#accountOf(personId);
    const form = readForm(changeForm, body);
    if (!form.ok) return this.#page(req, res, personId, form.form);
    const refusal = await this.changes.askFor(officer, personId, form.value.email, form.value.check);
    if (refusal) return this.#page(req, res, personId, refused(body, fieldError('email', `account-email:officer.${refusal}`)));
    const caseId = account.person?.caseFile.id ?? '';
    res.redirect(303, `${href('adminCase', res.locals.language as Language, { case: caseId })}?done=email`);
  }

  async #accountOf(personId: string): Promise<Account> {
    if (!isUuid(personId)) throw new NotFoundException();
    const account = await this.em.findOne(Account, { person: personId }, { populate: ['person.caseFile'] });
    if (!account) throw new NotFoundException();
    return account;
  }

  async #page(req: Request, res: Response, personId: string, form: FormState): Promise<void> {
    const { person, email: present } = await this.#accountOf(personId);
    this.pages.show(req, res, 'admin/email-change', {
      form,
      present,
      person: { id: personId, name: person?.fullName ?? '' },
      caseFile: { id: person?.caseFile.id ?? '', applicationNumber: person?.caseFile.applicationNumber ?? '' },
      checks: identityChecks(this.pages.translator, res.locals.language as Language),
    });
  }
}
