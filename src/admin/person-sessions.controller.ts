import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { sessionsPage } from '../sessions/sessions-page.js';
import { PersonSessions } from './person-sessions.js';

/** The open sessions of a person's account, for an officer who ends one or all: the person lost a telephone, or wrote in alarm. */
@Controller()
export class PersonSessionsController {
  constructor(
    private readonly pages: Pages,
    private readonly sessions: PersonSessions,
  ) {}

  @GetPage('adminSessions')
  @Requires('session.end')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('person') person: string,
    @Query('ended') ended: unknown,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const { name, caseId, open } = await this.sessions.of(officer, person);
    const places = {
      back: { href: href('adminCase', language, { case: caseId }), text: this.pages.translator.text(language, 'sessions:person.back') },
      endOne: (session: string) => href('adminSessionEnd', language, { person, session }),
      endAll: href('adminSessionsEnd', language, { person }),
    };
    this.pages.show(req, res, 'admin/sessions', sessionsPage(name, open, places, ended));
  }

  @PostPage('adminSessionEnd')
  @Requires('session.end')
  async end(
    @Res() res: Response,
    @Param('person') personId: string,
    @Param('session') key: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.sessions.end(officer, personId, key);
    backTo(res, personId);
  }

  @PostPage('adminSessionsEnd')
  @Requires('session.end')
  async endAll(@Res() res: Response, @Param('person') personId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.sessions.end(officer, personId, null);
    backTo(res, personId);
  }
}

const backTo = (res: Response, person: string): void =>
  res.redirect(303, `${href('adminSessions', res.locals.language as Language, { person })}?ended=yes`);
