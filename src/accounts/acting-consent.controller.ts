import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Public } from '../access/requires.decorator.js';
import { oneOf } from '../forms/fields.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { EMPTY_FORM, type FormState, readForm } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { CONSENT_ANSWERS } from './acting-consent.entity.js';
import { ActingConsents, type ConsentAsked, type ConsentLink } from './acting-consent.service.js';

const consentForm = z.object({ answer: oneOf(CONSENT_ANSWERS, 'consent:choose') });

/** The link sent to an adult dependant: may the principal applicant act for them? Opening it only asks. */
@Controller()
export class ActingConsentController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly consents: ActingConsents,
  ) {}

  @GetPage('consentAnswered')
  @Public()
  answered(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/consent-answered');
  }

  @GetPage('consent')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    this.#page(req, res, token, await this.#open(token), this.drafts.open(req, EMPTY_FORM, consentForm));
  }

  @PostPage('consent')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Param('token') token: string, @Body() body: unknown): Promise<void> {
    const asked = await this.#open(token);
    const form = readForm(consentForm, body);
    if (!form.ok) return this.#page(req, res, token, asked, form.form);
    assertOpen(await this.consents.answer(token, form.value.answer));
    redirectTo(res, 'consentAnswered');
  }

  async #open(token: string): Promise<ConsentAsked> {
    const asked = await this.consents.of(token);
    assertOpen(asked.link);
    return asked;
  }

  #page(req: Request, res: Response, token: string, { name, principal }: ConsentAsked, form: FormState): void {
    const options = this.pages.translator.choices(res.locals.language as Language, CONSENT_ANSWERS, 'consent:answers');
    this.pages.show(req, res, 'accounts/consent', { form, token, name, principal, options });
  }
}

function assertOpen(link: ConsentLink): void {
  if (link === 'open') return;
  throw new RefusalPage(link === 'unknown' ? 404 : 410, 'invitations/link-closed', { key: `consent:closed.${link}` });
}
