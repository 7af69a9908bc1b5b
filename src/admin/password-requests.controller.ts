import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { OwnFiles } from '../access/own-files.js';
import { CurrentActor, DecidesOnFile, Requires } from '../access/requires.decorator.js';
import { OpenFiles } from '../claims/open-files.js';
import { nameOf } from '../accounts/account-name.js';
import type { PasswordRequest } from '../accounts/password-request.entity.js';
import { PasswordRequestService, REQUESTS_A_PAGE } from '../accounts/password-request.service.js';
import { Clock } from '../clock.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { momentText, readMoment } from './list-place.js';

/** People who asked for a new temporary password (S39): an officer sends it, and never sees it. */
@Controller()
export class PasswordRequestsController {
  constructor(
    private readonly pages: Pages,
    private readonly requests: PasswordRequestService,
    private readonly clock: Clock,
    private readonly ownFiles: OwnFiles,
    private readonly openFiles: OpenFiles,
  ) {}

  @GetPage('adminPasswordRequests')
  @Requires('password.reissue')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query() { answered, after }: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const own = await this.ownFiles.of(officer);
    const now = this.clock.now();
    const done = typeof answered === 'string' ? await this.requests.answered(officer, answered) : null;
    const place = readMoment(after);
    const { shown, last } = await this.requests.waiting(officer, place);
    const address = href('adminPasswordRequests', res.locals.language as Language);
    this.pages.show(req, res, 'admin/password-requests', {
      rows: shown.map((request) => shownRequest(request, now, own)),
      limit: REQUESTS_A_PAGE,
      first: place && address,
      next: last && `${address}?after=${momentText({ at: last.askedAt, id: last.id })}`,
      // the page is opened again later: the person has a password of their own by then, and nothing is left to tell
      done: done?.account.temporaryPasswordEndsAt ? shownRequest(done, now, own) : null,
    });
  }

  @PostPage('adminReissue')
  @DecidesOnFile()
  @Requires('password.reissue')
  async reissue(
    @Res() res: Response,
    @Param('request') requestId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await this.requests.answer(officer, requestId);
    await this.openFiles.finish(officer, res);
    res.redirect(303, `${href('adminPasswordRequests', res.locals.language as Language)}?answered=${encodeURIComponent(requestId)}`);
  }
}

function shownRequest({ id, askedAt, account }: PasswordRequest, now: Date, own: ReadonlySet<string>) {
  return {
    id,
    askedAt,
    name: nameOf(account),
    caseId: account.person?.caseFile.id ?? null,
    applicationNumber: account.person?.caseFile.applicationNumber ?? '',
    own: own.has(account.person?.caseFile.id ?? ''),
    works: account.temporaryPasswordWorks(now),
    endsAt: account.temporaryPasswordEndsAt ?? null,
  };
}
