import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { Public, Requires } from '../access/requires.decorator.js';
import { EMPTY_FORM } from '../forms/form-result.js';
import type { Language } from '../language/language.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { devicePhrase } from '../sessions/device.js';
import { OpenSessions, sessionKey } from '../sessions/open-sessions.js';
import { endSession } from '../sessions/session-end.js';
import { AccountLockService } from './account-lock.service.js';
import { SIGN_INS_SHOWN, SIGN_INS_SHOWN_DAYS, SignInRecords } from './sign-in-records.js';

/** "Sign-ins and devices": where one is signed in, who tried, and "this wasn't me" (S32, TRUST.md 16). */
@Controller()
export class SignInsController {
  constructor(
    private readonly pages: Pages,
    private readonly sessions: OpenSessions,
    private readonly records: SignInRecords,
    private readonly locks: AccountLockService,
  ) {}

  @GetPage('accountSignIns')
  @Requires('session.manage')
  async show(@Req() req: Request, @Res() res: Response, @Query('ended') ended: unknown): Promise<void> {
    const actor = actorOf(req);
    const own = sessionKey(req.sessionID);
    const open = await this.sessions.of(actor.accountId);
    const events = await this.records.recent(actor);
    this.pages.show(req, res, 'accounts/sign-ins', {
      ended: ended === 'one' || ended === 'others' ? ended : null,
      open: open
        .map(({ key, device, begunAt, seenAt }) => ({ key, device: devicePhrase(device), begunAt, seenAt, own: key === own }))
        .sort((one, other) => Number(other.own) - Number(one.own)),
      others: open.length > 1,
      events: events.map(({ at, device, outcome }) => ({ at, device: devicePhrase(device), done: outcome === 'done' })),
      days: SIGN_INS_SHOWN_DAYS,
      most: events.length === SIGN_INS_SHOWN ? SIGN_INS_SHOWN : null,
    });
  }

  @PostPage('accountSessionEnd')
  @Requires('session.manage')
  async end(@Req() req: Request, @Res() res: Response, @Param('session') key: string): Promise<void> {
    await this.sessions.end(actorOf(req), actorOf(req).accountId, key);
    res.redirect(303, `${href('accountSignIns', res.locals.language as Language)}?ended=one`);
  }

  @PostPage('accountSessionsEnd')
  @Requires('session.manage')
  async endOthers(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.sessions.endOthers(actorOf(req), actorOf(req).accountId, req.sessionID);
    res.redirect(303, `${href('accountSignIns', res.locals.language as Language)}?ended=others`);
  }

  @GetPage('accountNotMe')
  @Requires('session.manage')
  confirm(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/not-me', { form: EMPTY_FORM });
  }

  @PostPage('accountNotMe')
  @Requires('session.manage')
  async report(@Req() req: Request, @Res() res: Response): Promise<void> {
    await this.locks.report(actorOf(req));
    await endSession(req, res);
    redirectTo(res, 'accountLocked');
  }

  @GetPage('accountLocked')
  @Public()
  locked(@Req() req: Request, @Res() res: Response): void {
    this.pages.show(req, res, 'accounts/account-locked');
  }
}

/** Whatever their kind: the access guard let nobody pass who is not signed in. */
function actorOf(req: Request): Actor {
  if (!req.user) throw new Error('nobody is signed in');
  return req.user.actor;
}
