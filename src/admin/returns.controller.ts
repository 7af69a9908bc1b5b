import { Controller, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { COUNT_LIMIT } from './queue.filter.js';
import { RETURNS_SHOWN, ReturnsList } from './returns-list.js';

/** "People away": whom officers wait for (S2c). */
@Controller()
export class ReturnsController {
  constructor(
    private readonly pages: Pages,
    private readonly list: ReturnsList,
  ) {}

  @GetPage('adminReturns')
  @Requires('case.view')
  async show(@Req() req: Request, @Res() res: Response, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const { rows, total, more } = await this.list.read(officer, res.locals.language as Language);
    this.pages.show(req, res, 'admin/returns', { rows, total, countLimit: COUNT_LIMIT, more, limit: RETURNS_SHOWN });
  }
}
