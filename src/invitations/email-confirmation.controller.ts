import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { EMPTY_FORM } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { EmailConfirmationService, type EmailLink } from './email-confirmation.service.js';

/** The link sent to a changed address. Opening it only shows a button: mail scanners open links as well. */
@Controller()
export class EmailConfirmationController {
  constructor(
    private readonly pages: Pages,
    private readonly confirmations: EmailConfirmationService,
  ) {}

  @GetPage('emailConfirmed')
  @Public()
  confirmed(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'invitations/email-confirmed');
  }

  @GetPage('emailConfirm')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    assertOpen(await this.confirmations.stateOf(token));
    this.pages.show(req, res, 'invitations/email-confirm', { form: EMPTY_FORM, token });
  }

  @PostPage('emailConfirm')
  @Public()
  async create(@Res() res: Response, @Param('token') token: string): Promise<void> {
    assertOpen(await this.confirmations.confirm(token));
    redirectTo(res, 'emailConfirmed');
  }
}

function assertOpen(link: EmailLink): void {
  if (link === 'unknown') throw new RefusalPage(404, 'invitations/link-closed', { key: 'invitation:emailUnknown' });
  if (link === 'refused') throw new RefusalPage(409, 'accounts/email-link-closed', { key: 'account-email:closed.refused' });
  if (link === 'used') throw new RefusalPage(410, 'invitations/link-closed', { key: 'invitation:emailUsed' });
}
