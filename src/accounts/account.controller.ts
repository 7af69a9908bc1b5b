import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { AnyActor, Requires } from '../access/requires.decorator.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { Account } from './account.entity.js';
import { hasSecondFactor } from './second-factor/has-second-factor.js';

/** What was just done, told once above the page; names of texts. */
const DONE = ['password'] as const;

/** "My account", of everybody who has one: who one is here, what can be changed, and where to write. */
@Controller()
export class AccountController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
  ) {}

  @GetPage('account')
  @Requires('account.view')
  async show(@Req() req: Request, @Res() res: Response, @Query('done') done: unknown, @AnyActor() actor: Actor): Promise<void> {
    const account = await this.em.findOneOrFail(Account, { id: actor.accountId }, { populate: ['person'] });
    this.pages.show(req, res, 'accounts/account', {
      kind: actor.kind,
      name: account.person?.fullName ?? account.displayName ?? '',
      username: account.username,
      email: account.email,
      reads: account.language,
      passwordChangedAt: account.passwordChangedAt ?? null,
      twoSteps: await hasSecondFactor(this.em, account.id),
      done: DONE.find((act) => act === done) ?? null,
    });
  }
}
