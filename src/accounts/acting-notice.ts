import { EntityManager } from '@mikro-orm/postgresql';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { isUuid } from '../database/uuid.js';
import { ActsFor } from './acts-for.entity.js';

/** On a page about somebody else: for whom its reader acts, and as what. */
export interface ActingNotice {
  readonly name: string;
  readonly relation: 'parent' | 'principal_with_consent';
}

/** Whom a page is about, as its texts are named: `presence:left.self.title`, `presence:left.other.title`. */
export const aboutWhom = (res: Response | undefined): 'self' | 'other' => (res?.locals.acting ? 'other' : 'self');

/**
 * Every page on which somebody acts for another person names that person and the relation: said in one place, above the page, so that
 * no page can forget it. Whoever acts for themselves costs no statement.
 */
@Injectable()
export class ActingNotices implements NestInterceptor {
  constructor(private readonly em: EntityManager) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const req = context.switchToHttp().getRequest<Request>();
    const actor = req.user?.actor;
    const person = req.params.person;
    if (actor?.kind === 'applicant' && typeof person === 'string' && person !== actor.personId && isUuid(person)) {
      const acts = await this.em.findOne(ActsFor, { account: actor.accountId, person, until: null }, { populate: ['person'] });
      if (acts && acts.relation !== 'self')
        context.switchToHttp().getResponse<Response>().locals.acting = {
          name: acts.person.fullName,
          relation: acts.relation,
        } satisfies ActingNotice;
    }
    return next.handle();
  }
}
