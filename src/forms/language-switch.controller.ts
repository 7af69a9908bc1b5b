import { Body, Controller, NotFoundException, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { PostPage } from '../language/page-routes.js';
import { routeOf } from '../language/routes.js';
import { keepable, typedValues } from './form-result.js';

/** The language toggle of a page with a form: keeps what was typed and leads to the page's twin (PAGES.md 3.2). */
@Controller()
export class LanguageSwitchController {
  @PostPage('languageSwitch')
  @Public()
  create(@Req() req: Request, @Res() res: Response, @Query('to') to: unknown, @Body() body: unknown): void {
    if (typeof to !== 'string' || !routeOf(to)) throw new NotFoundException();
    const typed = typedValues(body);
    const judged = typed._judged === '1';
    req.session.drafts = { [to]: { values: keepable(typed), judged } };
    res.redirect(303, to);
  }
}
