import type { Request } from 'express';
import { after, MINUTE } from '../../clock.js';

/** So long the browser's window for a passkey may stay open [A]. */
const CHALLENGE_LIFE = 5 * MINUTE;

type Purpose = 'add' | 'prove';

/** Keeps the challenge of the page that is being shown; the one of a page before it is worth nothing any more. */
export function keepChallenge(req: Request, purpose: Purpose, challenge: string, now: Date): void {
  req.session.passkeyChallenge = { purpose, challenge, until: after(now, CHALLENGE_LIFE).getTime() };
}

/** The challenge that an answer must answer: taken out as it is read, so that it is answered once. '' when there is none. */
export function takeChallenge(req: Request, purpose: Purpose, now: Date): string {
  const kept = req.session.passkeyChallenge;
  delete req.session.passkeyChallenge;
  return kept && kept.purpose === purpose && now.getTime() < kept.until ? kept.challenge : '';
}

declare module 'express-session' {
  interface SessionData {
    passkeyChallenge?: { purpose: Purpose; challenge: string; until: number };
  }
}
