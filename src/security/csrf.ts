import { createHmac, timingSafeEqual } from 'node:crypto';
import { ForbiddenException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
let key = '';

/**
 * Refuses unsafe requests that don't come from our own pages (TRUST.md 9): Sec-Fetch-Site must be same-origin; where a browser
 * does not send it, Origin must be ours; with neither, 403. Then the session's token must be there, in the body, or in the
 * address of a multipart form, whose body is read only later.
 */
export function csrf(secret: string, publicUrl: () => string) {
  key = secret;
  return (req: Request, _res: Response, next: NextFunction): void => {
    if (SAFE.has(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const origin = req.get('origin');
    const ours = site === undefined ? origin !== undefined && origin === publicUrl() : site === 'same-origin';
    if (!ours) return next(new ForbiddenException('cross-site'));
    const body = req.body as Record<string, unknown> | undefined;
    const given = body && typeof body._csrf === 'string' ? body._csrf : req.query.csrf;
    if (typeof given !== 'string' || !sameText(given, tokenFor(req.sessionID))) return next(new ForbiddenException('token'));
    next();
  };
}

/** The token of this session, for a form. A visitor without a session gets one, since the token is tied to it. */
export function csrfTokenOf(req: Request): string {
  if (!req.session) return '';
  if (!req.user && !req.session.visitor) req.session.visitor = true;
  return tokenFor(req.sessionID);
}

const tokenFor = (sessionId: string): string => createHmac('sha256', key).update(`csrf\0${sessionId}`).digest('base64url');

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
