import { Body, Controller, ForbiddenException, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { Clock } from '../clock.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, fieldError, type FormState, readForm, refused } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { LIMITS, TooManyRequests } from '../security/request-limits.js';
import { identityForm } from './identity.form.js';
import { IdentityCheckService } from './identity-check.service.js';
import type { Invitation } from './invitation.entity.js';
import { openingOf } from './invitation.policy.js';
import { refuseClosed, refuseUnknown } from './invitation-refusals.js';
import { ReplyVisits } from './reply-visits.js';

/** The page behind the link of an invitation: what it is, and the identity check. Nothing personal is shown here. */
@Controller()
export class InvitationController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly identity: IdentityCheckService,
    private readonly visits: ReplyVisits,
    private readonly clock: Clock,
  ) {}

  @GetPage('invitation')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    const invitation = await this.#open(req, token);
    this.#page(req, res, { token, invitation }, this.drafts.open(req, EMPTY_FORM, identityForm));
  }

  @PostPage('invitation')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Param('token') token: string, @Body() body: unknown): Promise<void> {
    const invitation = await this.#open(req, token);
    const form = readForm(identityForm, body);
    if (!form.ok) return this.#page(req, res, { token, invitation }, form.form);
    const passed = await this.identity
      .passes(invitation, form.value, res.locals.language as Language, req.ip ?? '')
      .catch((fault: unknown) => {
        if (!(fault instanceof TooManyRequests)) throw fault;
        res.set('Retry-After', String(fault.waitMinutes * 60));
        throw new RefusalPage(429, 'invitations/too-many-tries', { token, tries: LIMITS.identityChecks.points, wait: fault.wait });
      });
    if (!passed)
      return this.#page(req, res, { token, invitation }, refused(body, fieldError('dateOfBirth', 'invitation:identity.noMatch')));
    await this.visits.begin(req, invitation);
    redirectTo(res, 'replyWho');
  }

  async #open(req: Request, token: string): Promise<Invitation> {
    if (req.user?.actor.kind === 'representative') throw new ForbiddenException('only the applicant replies');
    const invitation = await this.identity.findByToken(token);
    if (!invitation) throw refuseUnknown();
    const opening = openingOf(invitation, this.clock.now());
    if (opening !== 'open') throw refuseClosed(opening, invitation);
    return invitation;
  }

  #page(req: Request, res: Response, { token, invitation }: { token: string; invitation: Invitation }, form: FormState): void {
    this.pages.show(req, res, 'invitations/invitation', { form, token, endsAt: invitation.endsAt ?? null, limit: LIMITS.identityChecks });
  }
}
