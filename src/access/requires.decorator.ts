import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Actor, ActorKind } from './actor.js';
import type { Permission } from './permissions.js';

export const ACCESS = 'access';
export type Access = { permission: Permission } | 'public' | 'signedIn';

/** The permission a handler needs. A handler without any of these three is closed to everybody. */
export const Requires = (permission: Permission) => SetMetadata(ACCESS, { permission } satisfies Access);
/** Open to everybody. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);
/** Open to everybody who is signed in, whatever their kind: signing out. */
export const SignedInOnly = () => SetMetadata(ACCESS, 'signedIn' satisfies Access);

const DECIDES = 'decides';
/** An act of an officer that settles something on a file: refused while another officer has the file. */
export const DecidesOnFile = () => SetMetadata(DECIDES, true);
export const decidesOnFile = (reflector: Reflector, context: ExecutionContext): boolean =>
  reflector.get<boolean | undefined>(DECIDES, context.getHandler()) === true;

/** The actor of the request, whatever their kind: pages that everybody has. @throws Error when nobody is signed in */
export const AnyActor = createParamDecorator((_given: unknown, context: ExecutionContext): Actor => {
  const actor = context.switchToHttp().getRequest<Request>().user?.actor;
  if (!actor) throw new Error('a handler for people who are signed in was reached by nobody');
  return actor;
});

/**
 * The actor of the request, of one kind: `@CurrentActor('applicant') applicant: Actor<'applicant'>`.
 * @throws Error when the actor is of another kind; the access guard has refused them before
 */
export const CurrentActor = createParamDecorator((kind: ActorKind, context: ExecutionContext): Actor => {
  const actor = context.switchToHttp().getRequest<Request>().user?.actor;
  if (!actor || actor.kind !== kind) throw new Error(`a handler for ${kind} was reached by ${actor?.kind ?? 'nobody'}`);
  return actor;
});

/**
 * The actor of a request that the access guard let in, for pages that several kinds of people share.
 * @throws Error when nobody is signed in
 */
export function signedInActor(req: Request): Actor {
  if (!req.user) throw new Error('a page for signed-in people was reached by nobody');
  return req.user.actor;
}
