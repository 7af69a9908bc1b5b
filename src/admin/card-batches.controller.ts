import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { BatchFiles } from '../cards/batches/batch-files.js';
import { CARDS_A_BATCH } from '../cards/batches/card-batch.rules.js';
import { CardBatches } from '../cards/batches/card-batches.service.js';
import { isUuid } from '../database/uuid.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';
import { sendCsv } from '../pages/saved-table.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { CardBatchPage } from './card-batch-page.js';

/** Batches of cards for the printing facility. */
@Controller()
export class CardBatchesController {
  constructor(
    private readonly pages: Pages,
    private readonly batches: CardBatches,
    private readonly files: BatchFiles,
    private readonly page: CardBatchPage,
  ) {}

  /** A batch of the ticked cards, or of all. */
  @PostPage('adminCardBatches')
  @Requires('card.issue')
  async make(@Res() res: Response, @Body() body: unknown, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const batch = await this.batches.make(officer, chosenOf(body));
    if (!batch) throw new RefusalPage(409, 'admin/card-refused', { reason: 'noneReady' });
    redirectTo(res, 'adminCardBatch', { batch });
  }

  /** The first of two persons prepares the ticked cards, or all. */
  @PostPage('adminCardsPrepared')
  @Requires('card.issue')
  async prepare(@Res() res: Response, @Body() body: unknown, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    await this.batches.prepare(officer, chosenOf(body));
    redirectTo(res, 'adminCards');
  }

  @GetPage('adminCardBatch')
  @Requires('card.issue')
  async show(@Req() req: Request, @Res() res: Response, @Param('batch') batchId: string): Promise<void> {
    this.pages.show(req, res, 'admin/card-batch', await this.page.of(batchId));
  }

  /** A form's answer and no address to open: each download is recorded. */
  @PostPage('adminCardBatchFile')
  @Requires('card.issue')
  async download(@Res() res: Response, @Param('batch') batchId: string, @CurrentActor('officer') officer: Actor<'officer'>): Promise<void> {
    const { batch, parts } = await this.files.open(officer, batchId);
    res.set('Content-Disposition', `attachment; filename="${batch.number}.zip"`).type('application/zip');
    await pipeline(parts, res);
  }

  /** The withdrawn cards alone, where the printing facility has the batch; recorded as a download is. */
  @PostPage('adminCardBatchWithdrawn')
  @Requires('card.issue')
  async withdrawn(
    @Res() res: Response,
    @Param('batch') batchId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { number, csv } = await this.files.withdrawn(officer, batchId);
    sendCsv(res, `${number}-withdrawn`).send(csv);
  }
}

/**
 * Cards that were ticked; all when the button for all was pressed.
 * @throws RefusalPage when none is ticked
 */
function chosenOf(body: unknown): readonly string[] | 'all' {
  const { card, which } = (body ?? {}) as Record<string, unknown>;
  if (which === 'all') return 'all';
  const ticked = [card]
    .flat()
    .filter((one) => typeof one === 'string' && isUuid(one))
    .slice(0, CARDS_A_BATCH) as string[];
  if (!ticked.length) throw new RefusalPage(409, 'admin/card-refused', { reason: 'noneTicked' });
  return ticked;
}
