import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { cutOff } from '../database/cut-off.js';
import { nameOf } from '../accounts/account-name.js';
import { BatchFiles } from '../cards/batches/batch-files.js';
import { CardBatch } from '../cards/batches/card-batch.entity.js';
import { CardBatchPlace } from '../cards/batches/card-batch-place.entity.js';
import type { ListPlace } from './list-place.js';

/** Batches shown at once. */
const BATCHES_SHOWN = 20;

export interface BatchList {
  readonly batches: readonly { id: string; number: string; madeAt: Date; downloads: number; untold: number }[];
  /** Where the next ones begin; null when these are the last. */
  readonly next: ListPlace | null;
}

/** What officers see of batches, as plain values for the views. */
@Injectable()
export class CardBatchPage {
  constructor(
    private readonly em: EntityManager,
    private readonly files: BatchFiles,
  ) {}

  /** @throws NotFoundException */
  async of(batchId: string) {
    const { batch, places } = await this.files.find(batchId);
    const names = await this.#namesOf([batch.madeBy, batch.lastDownloadBy ?? '']);
    return {
      batch: {
        ...this.#row(batch, places),
        madeBy: names.get(batch.madeBy) ?? '',
        downloads: batch.downloads,
        last: batch.lastDownloadAt
          ? { at: batch.lastDownloadAt, by: names.get(batch.lastDownloadBy ?? '') ?? '', sha256: batch.lastSha256 }
          : null,
      },
      places: places.map(({ position, cardNumber, withdrawnAt, withdrawnFor, card }) => ({
        position,
        cardNumber,
        withdrawn: withdrawnAt && withdrawnFor ? { at: withdrawnAt, reason: withdrawnFor } : null,
        fullName: card.person.fullName,
        applicationNumber: card.person.caseFile.applicationNumber,
      })),
      withdrawn: places.filter(({ withdrawnAt }) => withdrawnAt).length,
    };
  }

  /** The newest first, a page at a time. */
  async list(after: ListPlace | null): Promise<BatchList> {
    const from = after ? new Date(Number(after.key)) : null;
    const older = from ? { $or: [{ madeAt: { $lt: from } }, { madeAt: from, id: { $lt: after?.id ?? '' } }] } : {};
    const found = await this.em.find(CardBatch, older, { orderBy: { madeAt: 'desc', id: 'desc' }, limit: BATCHES_SHOWN + 1 });
    const { shown, last } = cutOff(found, BATCHES_SHOWN);
    const late = await this.em.find(CardBatchPlace, { batch: { $in: shown.map(({ id }) => id) }, withdrawnReleased: true });
    const rows = shown.map((batch) =>
      this.#row(
        batch,
        late.filter((place) => place.batch.id === batch.id),
      ),
    );
    return { batches: rows, next: last ? { key: String(last.madeAt.getTime()), id: last.id } : null };
  }

  #row = (batch: CardBatch, places: readonly CardBatchPlace[]) => {
    const { id, number, madeAt, downloads } = batch;
    return { id, number, madeAt, downloads, untold: batch.untold(places) };
  };

  async #namesOf(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.em.find(Account, { id: { $in: accounts.filter(Boolean) } });
    return new Map(found.map((account) => [account.id, nameOf(account)]));
  }
}
