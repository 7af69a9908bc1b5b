import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
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
export class ActingNotices {
  constructor(private readonly em: EntityManager) {}

  /** Notes on the answer for whom an applicant acts who comes in to this page. */
  async note(applicant: Actor<'applicant'>, req: Request): Promise<void> {
    const { person } = req.params;
    if (typeof person !== 'string' || person === applicant.personId || !isUuid(person)) return;
    const acts = await this.em.findOne(ActsFor, { account: applicant.accountId, person, until: null }, { populate: ['person'] });
    if (!acts || acts.relation === 'self' || !req.res) return;
    req.res.locals.acting = { name: acts.person.fullName, relation: acts.relation } satisfies ActingNotice;
  }
}
