import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { CaseViews } from '../activity/case-views.js';
import { Clock } from '../clock.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { Clients } from './clients.js';

/** What was just done; also names of texts. */
const DONE = ['prepared', 'givenUp'] as const;

/** A representative's page: where consenting clients stand, and nothing to do in their place (S31 to S33). */
@Controller()
export class ClientsController {
  constructor(
    private readonly pages: Pages,
    private readonly clients: Clients,
    private readonly clock: Clock,
    private readonly views: CaseViews,
  ) {}

  @GetPage('clients')
  @Requires('clients.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query('done') done: unknown,
    @CurrentActor('representative') representative: Actor<'representative'>,
  ): Promise<void> {
    await this.views.recordClients(representative);
    const now = this.clock.now();
    this.pages.show(req, res, 'representatives/clients', {
      clients: await this.clients.of(representative, now),
      done: DONE.find((one) => one === done) ?? '',
      ended: await this.clients.lastEnd(representative, now),
    });
  }
}
