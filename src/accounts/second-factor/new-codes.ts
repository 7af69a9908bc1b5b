import type { Request } from 'express';
import { after } from '../../clock.js';
import { RECOVERY_CODES_SHOWN } from './second-factor.rules.js';

/** Keeps new recovery codes in the (encrypted) session for their page: the language switch, Back and Reload lose nothing. */
export function showForAWhile(req: Request, codes: readonly string[], now: Date): void {
  req.session.newRecoveryCodes = { codes: [...codes], until: after(now, RECOVERY_CODES_SHOWN).getTime() };
}

/** The codes while they may be seen; null afterwards, and once their owner has kept them. */
export function newCodesOf(req: Request, now: Date): readonly string[] | null {
  const kept = req.session.newRecoveryCodes;
  return kept && now.getTime() < kept.until ? kept.codes : null;
}

export function forgetNewCodes(req: Request): void {
  delete req.session.newRecoveryCodes;
}

declare module 'express-session' {
  interface SessionData {
    /** Recovery codes that were just made, in words. */
    newRecoveryCodes?: { codes: string[]; until: number };
    /** The secret of an app that is being added, until its first code proves it. */
    newAppSecret?: string;
    /** The second step was taken in this session. */
    provedTwice?: true;
  }
}
