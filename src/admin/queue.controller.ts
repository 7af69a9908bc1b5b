import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor, OfficerRole } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { cardDue } from '../cards/card-due.js';
import { Clock } from '../clock.js';
import { dayOf, daysBetween } from '../language/formats.js';
import { LANGUAGES, type Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import { hrefByName } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { COUNT_LIMIT, LOOKED_AT, OVERDUE, QUEUE_KINDS, type QueueFilter, queueQuery, readQueueFilter } from './queue.filter.js';
import { placeOf } from './queue-places.js';
import { type QueueRow, WorkQueue } from './work-queue.js';

/** Where an officer begins: what waits, oldest first. */
@Controller()
export class QueueController {
  constructor(
    private readonly pages: Pages,
    private readonly queue: WorkQueue,
    private readonly clock: Clock,
  ) {}

  @GetPage('adminQueue')
  @Requires('queue.view')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const filter = readQueueFilter(query);
    const { counts, total, late, lateHere, dueBack, rows, next } = await this.queue.read(officer, filter);
    const today = dayOf(this.clock.now());
    const address = (to: QueueFilter): string => hrefByName('adminQueue', language, {}) + queueQuery(to);
    this.pages.show(req, res, 'admin/queue', {
      kinds: [
        ...QUEUE_KINDS.map((kind) => ({ kind, count: counts[kind], chosen: filter.kind === kind })),
        { kind: OVERDUE, count: late, chosen: filter.overdue },
      ],
      dueBack,
      languages: LANGUAGES.map((spoken) => ({ spoken, chosen: filter.language === spoken })),
      filtered: filter.kind !== null || filter.overdue || filter.language !== null,
      photos: counts.photo,
      limit: COUNT_LIMIT,
      lookedAt: filter.language ? LOOKED_AT : null,
      total,
      late: lateHere,
      nextAddress: hrefByName('adminNext', language, {}) + queueQuery({ ...filter, after: null }),
      startAddress: hrefByName('adminStart', language, {}) + queueQuery({ ...filter, after: null }),
      nothingLeft: query.left === 'none',
      rows: rows.map((row) => shownRow(row, today, language, officer.role)),
      hasDueDays: rows.some(({ dueOn }) => dueOn !== null),
      first: filter.after ? address({ ...filter, after: null }) : null,
      next: next ? address({ ...filter, after: next }) : null,
    });
  }
}

function shownRow(
  { task, target, since, dueOn, name, applicationNumber, own, claim }: QueueRow,
  today: string,
  language: Language,
  role: OfficerRole,
) {
  const started = new Date(since);
  return {
    task,
    name,
    applicationNumber,
    own,
    claim,
    address: placeOf({ task, target }, role, language),
    start: `${task}.${target}`,
    since: started,
    days: daysBetween(dayOf(started), today),
    due: dueOn ? cardDue(dueOn, today) : null,
  };
}
