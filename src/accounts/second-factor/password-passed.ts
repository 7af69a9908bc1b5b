import type { Request, Response } from 'express';
import { redirectTo } from '../../pages/redirect.js';
import type { PasswordPassed } from './verification.service.js';

/**
 * Leads somebody whose password is right to the second step: in a visitor's session with a new id that belongs to no account, and
 * that holds nothing else of the visit before but where they wanted to go.
 */
export async function askForSecondStep(req: Request, res: Response, passed: PasswordPassed): Promise<void> {
  const { returnTo } = req.session;
  await new Promise<void>((done, fail) => req.session.regenerate((fault: unknown) => (fault ? fail(fault) : done())));
  req.session.visitor = true;
  if (returnTo) req.session.returnTo = returnTo;
  req.session.passwordPassed = passed;
  redirectTo(res, 'verification');
}

declare module 'express-session' {
  interface SessionData {
    /** A right password that waits for its second step. */
    passwordPassed?: PasswordPassed;
  }
}
