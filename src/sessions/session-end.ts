import type { Request, Response } from 'express';
import { SESSION_COOKIE } from './session.rules.js';

/**
 * Ends this session on the server, and has the browser forget what it kept of it. The cookie that tells this browser from others stays:
 * who signs out every day would get a mail about a "new device" every day.
 */
export async function endSession(req: Request, res: Response): Promise<void> {
  await new Promise<void>((done, fail) => req.session.destroy((fault: unknown) => (fault ? fail(fault) : done())));
  res.set('Clear-Site-Data', '"cache", "storage"');
  res.clearCookie(SESSION_COOKIE, { secure: true, httpOnly: true, sameSite: 'lax', path: '/' });
}
