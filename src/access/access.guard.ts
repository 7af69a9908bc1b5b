import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ActingNotices } from '../accounts/acting-notice.js';
import { routeOf } from '../language/routes.js';
import { SESSION_COOKIE } from '../sessions/session.rules.js';
import { OpenFiles } from '../claims/open-files.js';
import { ACCESS, type Access, decidesOnFile } from './requires.decorator.js';
import { GoElsewhere } from './go-elsewhere.js';
import { CaseViews } from '../activity/case-views.js';
import type { Actor } from './actor.js';
import { OwnFiles, ownFileRefusal } from './own-files.js';
import { may, ONLY_THE_APPLICANT, type Permission, roleOf } from './permissions.js';
import { RefusedActs } from './refused-acts.js';

/** Opening a page, or asking for its headers, is no attempt at an act. */
const LOOKING = new Set(['GET', 'HEAD']);

/** Every handler passes here. Closed by default: what declares no access is refused (S33 by route; DESIGN: permissions.ts). */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly refusedActs: RefusedActs,
    private readonly ownFiles: OwnFiles,
    private readonly views: CaseViews,
    private readonly openFiles: OpenFiles,
    private readonly actingNotices: ActingNotices,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === undefined) throw new ForbiddenException('this handler declares no access');
    if (access === 'public') return true;
    const req = context.switchToHttp().getRequest<Request>();
    const actor = req.user?.actor;
    if (!actor) throw this.#toSignIn(req);
    if (access === 'signedIn' || may(roleOf(actor), access.permission)) {
      if (actor.kind === 'officer') {
        const decides = decidesOnFile(this.reflector, context);
        await this.#opens(actor as Actor<'officer'>, req, { permission: access === 'signedIn' ? null : access.permission, decides });
      }
      if (actor.kind === 'applicant') await this.actingNotices.note(actor as Actor<'applicant'>, req);
      return true;
    }
    if (actor.kind === 'newcomer') throw new GoElsewhere('firstSignIn');
    if (actor.kind === 'entrant') throw new GoElsewhere('factorApp');
    if (actor.kind === 'representative' && ONLY_THE_APPLICANT.includes(access.permission)) {
      const person = req.params.person;
      if (!LOOKING.has(req.method) && typeof person === 'string') await this.refusedActs.record(actor, access.permission, person);
    }
    throw new ForbiddenException('permission');
  }

  /** No officer opens their own or a relative's file, which is recorded where one tries; a look at any other is told to its person. */
  async #opens(officer: Actor<'officer'>, req: Request, act: { permission: Permission | null; decides: boolean }): Promise<void> {
    const { caseFile, closed, claim } = await this.ownFiles.behind(officer, req.params);
    if (closed) {
      await this.refusedActs.recordOwnFile(officer, caseFile, { permission: act.permission, closed, look: LOOKING.has(req.method) });
      throw ownFileRefusal(closed);
    }
    if (!caseFile) return;
    if (LOOKING.has(req.method)) await this.views.record(officer, caseFile);
    await this.openFiles.meet(officer, req, { caseId: caseFile, claim, decides: act.decides });
  }

  /** Who had a session is told that it ended; who never had one is asked to sign in. Either way they come back to the page. */
  #toSignIn(req: Request): GoElsewhere {
    // a picture of a page that is still open is no place to come back to
    const isPage = (req.get('sec-fetch-dest') ?? 'document') === 'document';
    // nor is the first sign-in, to which Back leads who has just chosen a password: it is over by then
    const isOver = routeOf(req.path)?.name === 'firstSignIn';
    if (req.method === 'GET' && isPage && !isOver && req.session) req.session.returnTo = req.originalUrl;
    const hadSession = (req.headers.cookie ?? '').includes(`${SESSION_COOKIE}=`) && !req.session?.visitor;
    return new GoElsewhere(hadSession ? 'sessionEnded' : 'signIn');
  }
}
