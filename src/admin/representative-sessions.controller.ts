import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { sessionsPage } from '../sessions/sessions-page.js';
import { RepresentativeSessions } from './representative-sessions.js';

/** The open sessions of a representative, reached from the case in which they are let in; so nobody reaches them from an own file. */
@Controller()
export class RepresentativeSessionsController {
  constructor(
    private readonly pages: Pages,
    private readonly sessions: RepresentativeSessions,
  ) {}

  @GetPage('adminRepresentativeSessions')
  @Requires('session.end')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Param('representative') representative: string,
    @Query('ended') ended: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const { name, open } = await this.sessions.of(officer, caseId, representative);
    const places = {
      back: { href: href('adminCase', language, { case: caseId }), text: this.pages.translator.text(language, 'sessions:person.back') },
      endOne: (session: string) => href('adminRepresentativeSessionEnd', language, { case: caseId, representative, session }),
      endAll: href('adminRepresentativeSessionsEnd', language, { case: caseId, representative }),
    };
    this.pages.show(req, res, 'admin/sessions', sessionsPage(name, open, places, ended));
  }

  @PostPage('adminRepresentativeSessionEnd')
  @Requires('session.end')
  async end(
    @Res() res: Response,
    @Param('case') caseId: string,
    @Param('representative') representative: string,
    @Param('session') key: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.sessions.end(officer, caseId, representative, key);
    backTo(res, caseId, representative);
  }

  @PostPage('adminRepresentativeSessionsEnd')
  @Requires('session.end')
  async endAll(
    @Res() res: Response,
    @Param('case') caseId: string,
    @Param('representative') representative: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.sessions.end(officer, caseId, representative, null);
    backTo(res, caseId, representative);
  }
}

const backTo = (res: Response, caseId: string, representative: string): void =>
  res.redirect(303, `${href('adminRepresentativeSessions', res.locals.language as Language, { case: caseId, representative })}?ended=yes`);
