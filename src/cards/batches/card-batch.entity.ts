import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import type { Actor } from '../../access/actor.js';
import { id, time } from '../../database/columns.js';
import type { CardBatchPlace } from './card-batch-place.entity.js';

const CardBatchSchema = defineEntity({
  name: 'CardBatch',
  tableName: 'card_batch',
  properties: {
    id: id(),
    /** What clerks and the printing facility call it, `LOT-26-8H4N-2QXW`. */
    number: p.string().length(20).unique(),
    madeAt: time().index(),
    madeBy: p.uuid(),
    downloads: p.integer().default(0),
    lastDownloadAt: time().nullable(),
    lastDownloadBy: p.uuid().nullable(),
    /** Of the file as it was downloaded last, in hexadecimal. */
    lastSha256: p.string().length(64).nullable(),
    /** When the list of withdrawn cards was saved last. */
    withdrawnToldAt: time().nullable(),
  },
});

/** Cards that go to the printing facility together. */
export class CardBatch extends CardBatchSchema.class {
  declare [OptionalProps]?: 'toldUntil';
  download(by: Actor<'officer'>, at: Date, sha256: string): void {
    this.downloads += 1;
    this.lastDownloadAt = at;
    this.lastDownloadBy = by.accountId;
    this.lastSha256 = sha256;
  }

  /** When a file was saved last that says what is withdrawn, in ms; 0 when none was. */
  get toldUntil(): number {
    return Math.max(this.lastDownloadAt?.getTime() ?? 0, this.withdrawnToldAt?.getTime() ?? 0);
  }

  /** Cards that were withdrawn after a download, and stand in no file that was saved since. */
  untold(places: readonly CardBatchPlace[]): number {
    const told = this.toldUntil;
    return places.filter(({ withdrawnAt, withdrawnReleased }) => withdrawnReleased && withdrawnAt && withdrawnAt.getTime() > told).length;
  }
}
CardBatchSchema.setClass(CardBatch);
