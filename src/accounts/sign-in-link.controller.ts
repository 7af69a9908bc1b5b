import { Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/requires.decorator.js';
import { EMPTY_FORM } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { SignInLinkService } from './sign-in-link.service.js';

/** The link mailed after many wrong passwords: GET shows, POST lets this browser try. */
@Controller()
export class SignInLinkController {
  constructor(
    private readonly pages: Pages,
    private readonly links: SignInLinkService,
  ) {}

  @GetPage('signInLink')
  @Public()
  async show(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    const state = await this.links.stateOf(token);
    if (state !== 'open') throw closed(state);
    this.pages.show(req, res, 'accounts/sign-in-link', { form: EMPTY_FORM, token });
  }

  @PostPage('signInLink')
  @Public()
  async create(@Req() req: Request, @Res() res: Response, @Param('token') token: string): Promise<void> {
    const opened = await this.links.use(token);
    if (!opened) throw closed(await this.links.stateOf(token));
    req.session.openedSignIn = opened;
    redirectTo(res, 'signIn');
  }
}

const closed = (state: string): RefusalPage =>
  new RefusalPage(state === 'unknown' ? 404 : 410, 'accounts/sign-in-link-closed', {
    key: `guarded:${state === 'unknown' ? 'unknown' : 'closed'}`,
  });

declare module 'express-session' {
  interface SessionData {
    /** A mailed link was used in this browser: it may try this name although many wrong passwords were tried on it. */
    openedSignIn?: { name: string; until: number };
  }
}
