import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { Account } from './account.entity.js';

/** "My account": who one is here, and where to write. */
@Controller()
export class AccountController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
  ) {}

  @GetPage('account')
  @Requires('account.view')
  async show(@Req() req: Request, @Res() res: Response, @CurrentActor('applicant') applicant: Actor<'applicant'>): Promise<void> {
    const account = await this.em.findOneOrFail(Account, { id: applicant.accountId });
    this.pages.show(req, res, 'accounts/account', {
      name: req.user?.name ?? '',
      username: account.username,
      email: account.email,
      passwordChangedAt: account.passwordChangedAt ?? null,
    });
  }
}
