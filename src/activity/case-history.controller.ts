import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Requires } from '../access/requires.decorator.js';
import { Person } from '../cases/person.entity.js';
import { caseOf } from '../cases/case-of.js';
import type { Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { href } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { type CaseEvent, CaseEvents, doneBySomebody, readBefore } from './case-events.js';

/** Rows of a page, and of a part of the view for printing. */
const EVENTS_A_PAGE = 50;
const EVENTS_PRINTED = 2000;

/** Every event of a case with who did it, for officers. */
@Controller()
export class CaseHistoryController {
  constructor(
    private readonly pages: Pages,
    private readonly em: EntityManager,
    private readonly events: CaseEvents,
  ) {}

  @GetPage('adminCaseHistory')
  @Requires('case.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @Query('before') before: unknown,
    @Query('all') all: unknown,
  ): Promise<void> {
    const caseFile = await caseOf(this.em, caseId);
    const address = href('adminCaseHistory', res.locals.language as Language, { case: caseId });
    const whole = all === 'yes';
    const from = readBefore(before);
    const { events, next } = await this.events.forOfficer(caseId, from, whole ? EVENTS_PRINTED : EVENTS_A_PAGE);
    const names = await this.events.namesOf(events);
    // of one person alone it need not be said whom it is about
    const several = (await this.em.count(Person, { caseFile: caseId })) > 1;
    const persons = several ? await this.events.personsOf(events) : new Map<string, string>();
    this.pages.show(req, res, 'activity/history', {
      caseFile: { id: caseFile.id, applicationNumber: caseFile.applicationNumber },
      rows: events.map((event) => ({
        position: event.position,
        action: event.action,
        at: event.at,
        name: event.actorAccount ? (names.get(event.actorAccount) ?? '') : '',
        kind: event.actorKind,
        somebody: doneBySomebody(event),
        anonymous: event.actorAccount === null,
        about: persons.get(event.about ?? '') ?? null,
      })),
      whole,
      part: whole && (from || next) ? partOf(events, next) : null,
      pages: address,
      print: `${address}?all=yes`,
      first: from ? (whole ? `${address}?all=yes` : address) : null,
      next: next ? `${address}?${whole ? 'all=yes&' : ''}before=${next}` : null,
    });
  }
}

/** A part of what is printed says how far it goes, so that nobody takes it for all. */
const partOf = (events: readonly CaseEvent[], next: number | null) => ({
  count: events.length,
  newest: events[0]?.at ?? null,
  oldest: events.at(-1)?.at ?? null,
  goesOn: next !== null,
});
