import type { Request } from 'express';
import type { ActorKind } from '../access/actor.js';
import { type Role, roleOf } from '../access/permissions.js';
import { HOUR } from '../clock.js';
import { OFFICER_SESSION_LONGEST, SESSION_LONGEST } from '../sessions/session.rules.js';
import type { SignedIn } from '../sessions/signed-in.js';

/** What a page's frame needs to know of the signed-in person. */
export interface Visitor {
  kind: ActorKind;
  role: Role;
  contactAddress: string | null;
  /** The end of the session if the person does nothing from now on. */
  sessionEndsAt(now: Date): Date;
  /** Its end whatever they do. */
  readonly lastsUntil: Date;
  readonly longestHours: number;
}

/** Who is signed in on this request, for the frame of the page; null for the public. */
export function visitorOf(req: Request): Visitor | null {
  const signedIn = req.user as SignedIn | undefined;
  if (!signedIn) return null;
  return {
    kind: signedIn.actor.kind,
    role: roleOf(signedIn.actor),
    contactAddress: signedIn.contactAddress,
    sessionEndsAt: (now) => new Date(Math.min(now.getTime() + signedIn.idleMilliseconds, signedIn.sessionEndsAt.getTime())),
    lastsUntil: signedIn.sessionEndsAt,
    longestHours: (signedIn.actor.kind === 'officer' ? OFFICER_SESSION_LONGEST : SESSION_LONGEST) / HOUR,
  };
}
