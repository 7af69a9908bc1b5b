import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { GoElsewhere } from '../access/go-elsewhere.js';
import { nameOf } from '../accounts/account-name.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { OpenSessions } from '../sessions/open-sessions.js';
import { sessionsPage } from '../sessions/sessions-page.js';
import { StaffService } from './staff.service.js';

/** The open sessions of an officer, for a supervisor who ends one or all. */
@Controller()
export class StaffSessionsController {
  constructor(
    private readonly pages: Pages,
    private readonly staff: StaffService,
    private readonly sessions: OpenSessions,
  ) {}

  @GetPage('adminStaffSessions')
  @Requires('staff.manage')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('officer') id: string,
    @Query('ended') ended: unknown,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const name = await this.#nameOf(by, id);
    const places = {
      back: { href: href('adminStaffMember', language, { officer: id }), text: name },
      endOne: (session: string) => href('adminStaffSessionEnd', language, { officer: id, session }),
      endAll: href('adminStaffSessionsEnd', language, { officer: id }),
    };
    this.pages.show(req, res, 'admin/sessions', sessionsPage(name, await this.sessions.of(id), places, ended));
  }

  @PostPage('adminStaffSessionEnd')
  @Requires('staff.manage')
  async end(
    @Res() res: Response,
    @Param('officer') id: string,
    @Param('session') key: string,
    @CurrentActor('officer') by: Actor<'officer'>,
  ): Promise<void> {
    await this.#end(res, by, id, key);
  }

  @PostPage('adminStaffSessionsEnd')
  @Requires('staff.manage')
  async endAll(@Res() res: Response, @Param('officer') id: string, @CurrentActor('officer') by: Actor<'officer'>): Promise<void> {
    await this.#end(res, by, id, null);
  }

  async #end(res: Response, by: Actor<'officer'>, id: string, key: string | null): Promise<void> {
    await this.#nameOf(by, id);
    await this.sessions.endOf(by, id, key, null);
    res.redirect(303, `${href('adminStaffSessions', res.locals.language as Language, { officer: id })}?ended=yes`);
  }

  /** Own sessions have a page with devices, which never ends the one that asks. @throws NotFoundException */
  async #nameOf(by: Actor<'officer'>, id: string): Promise<string> {
    if (id === by.accountId) throw new GoElsewhere('accountSignIns');
    return nameOf(await this.staff.officer(id));
  }
}
