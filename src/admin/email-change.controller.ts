import { EntityManager } from '@mikro-orm/postgresql';
import { Body, Controller, NotFoundException, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { Account } from '../accounts/account.entity.js';
import { EmailChangeService } from '../accounts/email-change.service.js';
import { CaseSearch } from '../cases/case-search.js';
import type { Person } from '../cases/person.entity.js';
import { isUuid } from '../database/uuid.js';
import { email } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import { InvitationAddress } from '../invitations/invitation-address.service.js';
import { ReplyAddresses } from '../invitations/reply-addresses.service.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { identityCheck, identityChecks } from './identity-check.form.js';
import { shownPerson } from './shown-person.js';

const changeForm = z.object({
  check: identityCheck,
  email: email('account-email:ask.enterEmail', 'account-email:ask.wrongEmail'),
});

/** Where the address is kept, and what the page of the case says when it was given. */
const DONE = { account: 'email', reply: 'link', invitation: 'address' } as const;

/** Another address for somebody whose invitation came back, who has lost their mailbox or whose reply gave a wrong one, after a check of who they are (PORTAL.md 6.9). */
@Controller()
export class AdminEmailController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly em: EntityManager,
    private readonly changes: EmailChangeService,
    private readonly replies: ReplyAddresses,
    private readonly invited: InvitationAddress,
    private readonly search: CaseSearch,
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
  @DecidesOnFile()
  @Requires('email.change')
  async create(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') personId: string,
    @Body() body: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { person, way } = await this.#of(personId);
    const form = readForm(changeForm, body);
    if (!form.ok) return this.#page(req, res, personId, form.form);
    const { email, check } = form.value;
    const giving = {
      account: this.changes.askFor.bind(this.changes),
      reply: this.replies.give.bind(this.replies),
      invitation: this.invited.give.bind(this.invited),
    };
    const refusal = await giving[way](officer, personId, email, check);
    if (refusal) return this.#page(req, res, personId, refused(body, fieldError('email', `account-email:officer.${refusal}`)));
    const done = DONE[way];
    res.redirect(303, `${href('adminCase', res.locals.language as Language, { case: person.caseFile.id })}?done=${done}`);
  }

  @PostPage('adminEmailLink')
  @DecidesOnFile()
  @Requires('email.change')
  async sendAgain(
    @Res() res: Response,
    @Param('person') personId: string,
    @Query('link') shown: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const caseId = await this.search.caseOf(officer, personId);
    await this.replies.sendAgain(officer, personId, String(shown));
    res.redirect(303, `${href('adminCase', res.locals.language as Language, { case: caseId })}?done=link`);
  }

  async #of(personId: string): Promise<{ person: Person; email: string; way: keyof typeof DONE }> {
    if (!isUuid(personId)) throw new NotFoundException();
    const account = await this.em.findOne(Account, { person: personId }, { populate: ['person.caseFile'] });
    if (account?.person) return { person: account.person, email: account.email, way: 'account' };
    const invited = await this.invited.of(personId);
    if (invited) return { person: invited, email: invited.email, way: 'invitation' };
    return { ...(await this.replies.of(personId)), way: 'reply' };
  }

  async #page(req: Request, res: Response, personId: string, form: FormState): Promise<void> {
    const { person, email: present, way } = await this.#of(personId);
    this.pages.show(req, res, 'admin/email-change', {
      form,
      present,
      way,
      ...shownPerson(person),
      checks: identityChecks(this.pages.translator, res.locals.language as Language),
    });
  }
}
