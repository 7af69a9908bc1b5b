import { Body, Controller, NotFoundException, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { PostPage } from '../language/page-routes.js';
import { routeOf } from '../language/routes.js';
import { KEPT_KINDS } from './kept-form.entity.js';
import { keepable, typedValues } from './form-result.js';

/**
 * The language toggle of a page with a form: keeps what was typed and leads to the page's twin (PAGES.md 3.2). The dialog of a session
 * that is over leads through here to the same page: what was typed is kept, and nothing is done with it.
 */
@Controller()
export class LanguageSwitchController {
  @PostPage('languageSwitch')
  @Public()
  create(@Req() req: Request, @Res() res: Response, @Query('to') to: unknown, @Body() body: unknown): void {
    if (typeof to !== 'string' || !routeOf(to)) throw new NotFoundException();
    const typed = typedValues(body);
    const judged = typed._judged === '1';
    const kept = KEPT_KINDS.find((kind) => kind === typed._kept);
    const waiting = Object.entries(req.session.drafts ?? {}).filter(([, draft]) => draft.kept); // other pages', from before the session ended
    req.session.drafts = { ...Object.fromEntries(waiting), [to]: { values: keepable(typed), judged, ...(kept ? { kept } : {}) } };
    res.redirect(303, to);
  }
}
