import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { placeText } from './list-place.js';
import { COUNT_LIMIT } from './queue.filter.js';
import { readReturnsFilter, RETURN_KINDS, RETURNS_SHOWN, ReturnsList } from './returns-list.js';

/** "People away": whom officers wait for (S2c). */
@Controller()
export class ReturnsController {
  constructor(
    private readonly pages: Pages,
    private readonly list: ReturnsList,
  ) {}

  @GetPage('adminReturns')
  @Requires('case.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const filter = readReturnsFilter(query);
    const { rows, total, more, next } = await this.list.read(officer, filter, language);
    const ofKind = `${href('adminReturns', language)}?show=${filter.kind}`;
    this.pages.show(req, res, 'admin/returns', {
      kinds: RETURN_KINDS.map((kind) => ({ kind, chosen: kind === filter.kind })),
      shown: filter.kind ?? 'everybody',
      rows,
      total,
      countLimit: COUNT_LIMIT,
      more: more && !filter.kind,
      limit: RETURNS_SHOWN,
      first: filter.kind && filter.after ? ofKind : null,
      next: next && `${ofKind}&after=${placeText(next)}`,
    });
  }
}
