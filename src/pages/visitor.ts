import type { Request } from 'express';
import type { ActorKind } from '../access/actor.js';
import type { SignedIn } from '../sessions/signed-in.js';

/** What a page's frame needs to know of the signed-in person. */
export interface Visitor {
  kind: ActorKind;
  contactAddress: string | null;
  sessionEndsAt(now: Date): Date;
}

/** Who is signed in on this request, for the frame of the page; null for the public. */
export function visitorOf(req: Request): Visitor | null {
  const signedIn = req.user as SignedIn | undefined;
  if (!signedIn) return null;
  return {
    kind: signedIn.actor.kind,
    contactAddress: signedIn.contactAddress,
    sessionEndsAt: (now) => new Date(Math.min(now.getTime() + signedIn.idleMilliseconds, signedIn.sessionEndsAt.getTime())),
  };
}
