import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { EntityManager } from '@mikro-orm/postgresql';
import type { Actor } from '../access/actor.js';
import { OwnFiles, ownFileRefusal } from '../access/own-files.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { caseOf } from '../cases/case-of.js';
import { FileClaims } from '../claims/file-claims.js';
import { isUuid } from '../database/uuid.js';
import type { Language } from '../language/language.js';
import { hasPage, PostPage } from '../language/page-routes.js';
import { hrefByName, routeOf } from '../language/routes.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { redirectTo } from '../pages/redirect.js';
import { isTask, paramOf, placeOf } from './queue-places.js';
import { queueQuery, readQueueFilter } from './queue.filter.js';
import { type NextRow, WorkQueue } from './work-queue.js';

/** Files remembered as passed over. */
const MOST_PASSED_OVER = 100;

/** From task to task: "Next" opens the next file for one officer alone; a file is taken, taken over and given back. */
@Controller()
export class NextController {
  constructor(
    private readonly em: EntityManager,
    private readonly queue: WorkQueue,
    private readonly claims: FileClaims,
    private readonly ownFiles: OwnFiles,
  ) {}

  /**
   * With `?what=photo&lang=fr` as in the queue's address. The file the officer had before is given back; pressed on a file that is not
   * finished, it leads past that file until every other was shown.
   */
  @PostPage('adminNext')
  @Requires('queue.view')
  async next(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
    @Body() body: { from?: unknown } | undefined,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const language = res.locals.language as Language;
    const filter = { ...readQueueFilter(query), after: null };
    const place = (row: Parameters<typeof placeOf>[0]) => placeOf(row, officer.role, language);
    // what is about no case is nobody's file
    const take = async (row: NextRow) => place(row) !== null && (row.caseId === null || (await this.claims.take(officer, row.caseId)));
    let passed = body?.from === 'file' ? await this.#passedOver(req, officer) : [];
    let next = await this.queue.next(officer, filter, take, passed);
    if (!next && passed.length > 0) [passed, next] = [[], await this.queue.next(officer, filter, take)];
    req.session.passedOver = passed;
    const address = next && place(next);
    const filtered = queueQuery(filter);
    if (address) req.session.workingOn = filtered;
    else delete req.session.workingOn;
    res.redirect(303, address ?? `${hrefByName('adminQueue', language, {})}${filtered}${filtered ? '&' : '?'}left=none`);
  }

  /** Opens one task of the queue, and takes its file; where somebody was quicker, the page says who has it. */
  @PostPage('adminStart')
  @Requires('queue.view')
  async start(
    @Req() req: Request,
    @Res() res: Response,
    @Query() query: Record<string, unknown>,
    @Body() body: { task?: unknown } | undefined,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const [task = '', target = ''] = typeof body?.task === 'string' ? body.task.split('.') : [];
    if (!isTask(task) || !isUuid(target)) return redirectTo(res, 'adminQueue');
    const address = placeOf({ task, target }, officer.role, res.locals.language as Language);
    const { caseFile, closed } = await this.ownFiles.behind(officer, paramOf({ task, target }));
    if (closed) throw ownFileRefusal(closed);
    if (!address) return redirectTo(res, 'adminQueue'); // another role's
    if (caseFile) await this.claims.take(officer, caseFile);
    req.session.workingOn = queueQuery({ ...readQueueFilter(query), after: null });
    res.redirect(303, address);
  }

  /** Takes a file that nobody has; a supervisor, one that somebody has. */
  @PostPage('adminClaim')
  @Requires('queue.view')
  async take(
    @Req() req: Request,
    @Res() res: Response,
    @Param('case') caseId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    await caseOf(this.em, caseId);
    if (!(await this.claims.takeOver(officer, caseId))) throw await this.#refusal(officer, caseId);
    back(req, res, caseId);
  }

  @PostPage('adminClaimEnd')
  @Requires('queue.view')
  async giveBack(@Res() res: Response, @Param('case') caseId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await caseOf(this.em, caseId);
    await this.claims.giveBack(officer, caseId);
    redirectTo(res, 'adminQueue');
  }

  async #passedOver(req: Request, officer: Actor<'officer'>): Promise<string[]> {
    const held = await this.claims.heldBy(officer);
    return [...new Set([...(req.session.passedOver ?? []), ...(held ? [held] : [])])].slice(-MOST_PASSED_OVER);
  }

  async #refusal(officer: Actor<'officer'>, caseId: string): Promise<RefusalPage> {
    const claim = await this.claims.of(caseId);
    const claimed = claim && (await this.claims.shown(officer, caseId, claim));
    return new RefusalPage(409, 'admin/file-claimed', { claimed, page: null });
  }
}

/** To the page of the file from which the button was pressed. */
function back(req: Request, res: Response, caseId: string): void {
  const from = req.get('referer') ?? '';
  const path = URL.canParse(from) ? new URL(from).pathname : '';
  const name = routeOf(path)?.name;
  if (name && hasPage(name)) res.redirect(303, path);
  else redirectTo(res, 'adminCase', { case: caseId });
}
