import { Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor, OfficerRole } from '../access/actor.js';
import { may, type Permission } from '../access/permissions.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { cardDue, daysBetween } from '../cards/card-due.js';
import { Clock } from '../clock.js';
import { dayOf } from '../language/formats.js';
import { LANGUAGES, type Language } from '../language/language.js';
import { GetPage } from '../language/page-routes.js';
import type { RouteName } from '../language/route-table.js';
import { hrefByName } from '../language/routes.js';
import { Pages } from '../pages/pages.js';
import { COUNT_LIMIT, QUEUE_KINDS, type QueueFilter, queueQuery, readQueueFilter } from './queue.filter.js';
import { type QueueRow, type QueueTask, WorkQueue } from './work-queue.js';

/** Where each task is done, and the parameter that names it there. */
const PLACES: Record<QueueTask, { route: RouteName; param?: string; mark?: true; needs?: Permission }> = {
  readReply: { route: 'adminReply', param: 'case' },
  createAccount: { route: 'adminReply', param: 'case' },
  createFamilyAccounts: { route: 'adminCase', param: 'case' },
  emailNotConfirmed: { route: 'adminCase', param: 'case' },
  invitationBounced: { route: 'adminCase', param: 'case' },
  mailBounced: { route: 'adminCase', param: 'case' },
  reissuePassword: { route: 'adminPasswordRequests' },
  releaseAccount: { route: 'adminAccountRelease', param: 'account' },
  verifyPresence: { route: 'adminPresence', param: 'person' },
  look: { route: 'adminPhoto', param: 'attempt' },
  lookAgain: { route: 'adminPhoto', param: 'attempt' },
  confirmResidence: { route: 'adminPresence', param: 'person' },
  correctRecord: { route: 'adminRecordError', param: 'person' },
  printCard: { route: 'adminCards', mark: true, needs: 'card.issue' },
  mailCard: { route: 'adminCards', mark: true, needs: 'card.issue' },
};

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
    const { counts, total, late, rows, next } = await this.queue.read(officer, filter);
    const today = dayOf(this.clock.now());
    const address = (to: QueueFilter): string => hrefByName('adminQueue', language, {}) + queueQuery(to);
    this.pages.show(req, res, 'admin/queue', {
      kinds: QUEUE_KINDS.map((kind) => ({ kind, count: counts[kind], chosen: filter.kind === kind })),
      languages: LANGUAGES.map((spoken) => ({ spoken, chosen: filter.language === spoken })),
      filtered: filter.kind !== null || filter.language !== null,
      photos: counts.photo,
      limit: COUNT_LIMIT,
      total,
      late,
      rows: rows.map((row) => shownRow(row, today, language, officer.role)),
      hasDueDays: rows.some(({ dueOn }) => dueOn !== null),
      first: filter.after ? address({ ...filter, after: null }) : null,
      next: next ? address({ ...filter, after: next }) : null,
    });
  }
}

function shownRow(
  { task, target, since, dueOn, name, applicationNumber, own }: QueueRow,
  today: string,
  language: Language,
  role: OfficerRole,
) {
  const { route, param, mark, needs } = PLACES[task];
  const started = new Date(since);
  return {
    task,
    name,
    applicationNumber,
    own,
    /** Null where the task is another role's. */
    address:
      needs && !may(role, needs) ? null : hrefByName(route, language, param ? { [param]: target } : {}) + (mark ? `#card-${target}` : ''),
    since: started,
    days: daysBetween(dayOf(started), today),
    due: dueOn ? cardDue(dueOn, today) : null,
  };
}
