import { Body, Controller, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { CurrentActor, Requires } from '../access/requires.decorator.js';
import { BatchFiles } from '../cards/batches/batch-files.js';
import type { CardBatch } from '../cards/batches/card-batch.entity.js';
import { BatchMailing, type PrintedPlace } from '../cards/mailed/batch-mailing.js';
import { trackingNumber } from '../cards/mailed/tracking-number.js';
import { FormDrafts } from '../forms/form-drafts.js';
import { someOf } from '../forms/fields.js';
import { filledForm, type FormState, readForm } from '../forms/form-result.js';
import { GetPage, PostPage } from '../language/page-routes.js';
import { Pages } from '../pages/pages.js';
import { redirectTo } from '../pages/redirect.js';

/** The printed cards of a batch are marked as mailed, all or those that are ticked. */
@Controller()
export class MailedBatchController {
  constructor(
    private readonly pages: Pages,
    private readonly drafts: FormDrafts,
    private readonly files: BatchFiles,
    private readonly mailing: BatchMailing,
  ) {}

  @GetPage('adminCardBatchMailed')
  @Requires('card.issue')
  async show(
    @Req() req: Request,
    @Res() res: Response,
    @Param('batch') batchId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
  ): Promise<void> {
    const { batch, places } = await this.#open(officer, batchId);
    const all = filledForm({ card: places.map(({ card }) => card.id) });
    this.#page(req, res, batch, places, this.drafts.open(req, all, formOf(places)));
  }

  @PostPage('adminCardBatchMailed')
  @Requires('card.issue')
  async mail(
    @Req() req: Request,
    @Res() res: Response,
    @Param('batch') batchId: string,
    @CurrentActor('officer') officer: Actor<'officer'>,
    @Body() body: unknown,
  ): Promise<void> {
    const { batch, places } = await this.#open(officer, batchId);
    const form = readForm(formOf(places), body);
    if (!form.ok) return this.#page(req, res, batch, places, form.form);
    const numbers = form.value as Record<string, string | null> & { card: string[] };
    await this.mailing.mail(officer, batchId, new Map(numbers.card.map((id) => [id, numbers[fieldOf(id)] ?? null])));
    redirectTo(res, 'adminCardBatch', { batch: batchId });
  }

  /** @throws NotFoundException when there is no such batch */
  async #open(officer: Actor<'officer'>, batchId: string): Promise<{ batch: CardBatch; places: PrintedPlace[] }> {
    const { batch } = await this.files.find(batchId);
    return { batch, places: await this.mailing.printed(officer, batchId) };
  }

  #page(req: Request, res: Response, batch: CardBatch, places: readonly PrintedPlace[], form: FormState): void {
    const ticked = [form.values.card ?? []].flat();
    this.pages.show(req, res, 'admin/card-batch-mailed', {
      ...(places.length > 0 ? { form } : {}),
      batch: { id: batch.id, number: batch.number },
      places: places.map(({ position, cardNumber, card }) => ({
        id: card.id,
        position,
        cardNumber,
        fullName: card.person.fullName,
        applicationNumber: card.person.caseFile.applicationNumber,
        field: fieldOf(card.id),
        ticked: ticked.includes(card.id),
      })),
    });
  }
}

const fieldOf = (cardId: string): string => `tracking-${cardId}`;

const formOf = (places: readonly PrintedPlace[]) =>
  z.object({
    card: someOf(places.map(({ card }) => card.id) as [string, ...string[]]).refine(
      (chosen) => chosen.length > 0,
      'admin-cards:batch.tickOne',
    ),
    ...Object.fromEntries(places.map(({ card }) => [fieldOf(card.id), trackingNumber()])),
  });
