import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { Person } from '../cases/person.entity.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { CaseEvents, type CaseEvent, doneBySomebody, readBefore } from './case-events.js';

/** Rows of a page. */
const EVENTS_A_PAGE = 30;

/** What happened in the applicant's file and account, in plain words (PORTAL.md 5). */
@Controller()
export class ActivityController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
    private readonly events: CaseEvents,
  ) {}

  @GetPage('accountActivity')
  @Requires('confirmation.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query('before') before: unknown,
    @CurrentActor('applicant') applicant: Actor<'applicant'>,
  ): Promise<void> {
    const address = href('accountActivity', res.locals.language as Language);
    const person = await this.em.findOneOrFail(Person, { id: applicant.personId });
    const from = readBefore(before);
    const { events, next } = await this.events.forOwner(person.caseFile.id, applicant.accountId, from, EVENTS_A_PAGE);
    const names = await this.events.personsOf(events.filter(({ about }) => about !== applicant.personId));
    this.pages.show(req, res, 'activity/activity', {
      rows: events.map((event) => ({
        action: event.action,
        at: event.at,
        by: byWhom(event, applicant.accountId),
        about: names.get(event.about ?? '') ?? null,
      })),
      first: from ? address : null,
      next: next ? `${address}?before=${next}` : null,
    });
  }
}

/** Officers have no names here; the names of `activity:by`. */
function byWhom(event: CaseEvent, accountId: string): 'you' | 'officer' | 'representative' | 'other' | 'somebody' | 'portal' {
  if (event.actorAccount === accountId) return 'you';
  if (event.actorKind === 'officer' || event.actorKind === 'representative') return event.actorKind;
  if (event.actorAccount) return 'other';
  return doneBySomebody(event) ? 'somebody' : 'portal';
}
