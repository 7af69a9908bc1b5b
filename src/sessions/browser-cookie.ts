import type { Request, Response } from 'express';
import { DAY } from '../clock.js';
import { newToken } from '../privacy/vault.js';

/** Tells one browser from another, for as long as browsers keep a cookie (400 days). It opens nothing. */
export const BROWSER_COOKIE = '__Host-device';
const LONGEST_COOKIE = 400 * DAY;

/** A cookie of the request, as it was set; '' when there is none. */
export function cookieOf(req: Request, name: string): string {
  const pair = (req.headers.cookie ?? '').split(';').find((one) => one.trim().startsWith(`${name}=`));
  return pair?.slice(pair.indexOf('=') + 1).trim() ?? '';
}

/** The token of this browser; a new one when it has none, or one that we never made. It is kept for another 400 days. */
export function browserToken(req: Request, res: Response): string {
  const given = cookieOf(req, BROWSER_COOKIE);
  const token = /^[\w-]{43}$/.test(given) ? given : newToken();
  res.cookie(BROWSER_COOKIE, token, { secure: true, httpOnly: true, sameSite: 'lax', path: '/', maxAge: LONGEST_COOKIE });
  return token;
}
