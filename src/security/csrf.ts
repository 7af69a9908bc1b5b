import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { ForbiddenException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { RouteName } from '../language/route-table.js';
import { routeOf } from '../language/routes.js';
import { cookieOf } from '../sessions/browser-cookie.js';
import { SESSION_COOKIE } from '../sessions/session.rules.js';
import { hashOfSession } from '../sessions/session-store.js';

/** Forms that can be sent without the visit they were opened in: from a page that stood open overnight, or by a second press, they are answered like any other. */
const OF_NO_SESSION: readonly (RouteName | undefined)[] = ['signIn', 'passwordReset', 'temporaryPassword'];

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
let key: KeyObject;

/**
 * Refuses unsafe requests that don't come from our own pages (TRUST.md 9): Sec-Fetch-Site must be same-origin; where a browser
 * does not send it, Origin must be ours; with neither, 403. Then the session's token must be there, in the body, or in the
 * address of a multipart form, whose body is read only later. One that fits the session which the cookie names, and which is over, is
 * passed on as SentTooLate, unless the form needs no session, any other as TokenOfAnother.
 */
export function csrf(secret: string, publicUrl: () => string) {
  key = createSecretKey(secret, 'utf8'); // made once: a raw key is examined at each use
  return (req: Request, _res: Response, next: NextFunction): void => {
    if (SAFE.has(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const origin = req.get('origin');
    const ours = site === undefined ? origin !== undefined && origin === publicUrl() : site === 'same-origin';
    if (!ours) return next(new ForbiddenException('cross-site'));
    const body = req.body as Record<string, unknown> | undefined;
    const given = body && typeof body._csrf === 'string' ? body._csrf : req.query.csrf;
    if (typeof given !== 'string') return next(new ForbiddenException('token'));
    if (sameText(given, tokenFor(hashOfSession(req.sessionID)))) return next();
    const former = formerSession(req);
    if (!former || !sameText(given, tokenFor(hashOfSession(former)))) return next(new TokenOfAnother(given));
    next(OF_NO_SESSION.includes(routeOf(req.path)?.name) ? undefined : new SentTooLate(former));
  };
}

/** A form of ours, from a session that is over: nothing is done with it, and nothing that was typed is lost (PAGES.md 3.4). */
export class SentTooLate extends Error {
  constructor(readonly sessionId: string) {
    super('sent after its session had ended');
  }
}

/** A token that fits neither this session nor the one before it: perhaps from a window that was open before its reader signed in again. */
export class TokenOfAnother extends ForbiddenException {
  constructor(private readonly given: string) {
    super('token');
  }

  /** Whether it is that of one of these sessions, of which `hashOfSession` is known. */
  fits(sessions: readonly Buffer[]): boolean {
    return sessions.some((session) => sameText(this.given, tokenFor(session)));
  }
}

/**
 * The id in the cookie where the session it names is over: express-session has given the visitor a new one by then. The cookie's own
 * signature need not be looked at: a token fits an id only when we made both.
 */
function formerSession(req: Request): string | null {
  const id = /^s(?::|%3A)([\w-]{20,60})\./i.exec(cookieOf(req, SESSION_COOKIE))?.[1] ?? null;
  return id === req.sessionID ? null : id;
}

/** The token of this session, for a form. A visitor without a session gets one, since the token is tied to it. */
export function csrfTokenOf(req: Request): string {
  if (!req.session) return '';
  if (!req.user && !req.session.visitor) req.session.visitor = true;
  return tokenFor(hashOfSession(req.sessionID));
}

/** From the hash, so that it is known too of sessions whose id nobody knows any more. */
const tokenFor = (session: Buffer): string => createHmac('sha256', key).update('csrf\0').update(session).digest('base64url');

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
