import { defineEntity, p } from '@mikro-orm/core';
import type { Actor } from '../../access/actor.js';
import { id, time } from '../../database/columns.js';

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
  },
});

/** Cards that go to the printing facility together. */
export class CardBatch extends CardBatchSchema.class {
  download(by: Actor<'officer'>, at: Date, sha256: string): void {
    this.downloads += 1;
    this.lastDownloadAt = at;
    this.lastDownloadBy = by.accountId;
    this.lastSha256 = sha256;
  }
}
CardBatchSchema.setClass(CardBatch);
