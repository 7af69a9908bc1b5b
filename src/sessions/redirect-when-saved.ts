import type { NextFunction, Request, Response } from 'express';

/**
 * Lets a redirect leave only once the session is saved. A browser follows it as soon as its head arrives, and express-session sends
 * the head, and all of the body but its last byte, before it saves: the next page would then read the session of before, without
 * what was typed, or without the visit that was just opened. A redirect without a body keeps its head until the end.
 */
export function redirectWhenSaved(_req: Request, res: Response, next: NextFunction): void {
  res.redirect = (first: string | number, second?: string | number) => {
    const [status, address] = typeof first === 'number' ? [first, String(second)] : [302, first];
    res.status(status).location(address).set('Content-Length', '0').end();
  };
  next();
}
