import { createHash } from 'node:crypto';
import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { ownFileRefusal, OwnFiles } from '../../access/own-files.js';
import { AuditLog } from '../../audit/audit-log.js';
import { fullNameOf } from '../../cases/person.entity.js';
import { Clock } from '../../clock.js';
import { addressLines } from '../../confirmation/postal-address.js';
import { isUuid } from '../../database/uuid.js';
import { PhotoAttempt } from '../../photos/photo-attempt.entity.js';
import { PhotoPictures } from '../../photos/photo-pictures.js';
import type { CardFace } from '../card-face.js';
import { type ManifestRow, manifestCsv, manifestJson, printRow, withdrawnCsv, withdrawnRow } from './batch-manifest.js';
import { CardBatch } from './card-batch.entity.js';
import { CardBatchPlace } from './card-batch-place.entity.js';
import { LabelSheet } from './label-sheet.js';
import { type ZipFile, zipStream } from './zip-stream.js';

/** The zip of a batch: made anew at each download from what was frozen, so that its bytes are the same each time. */
@Injectable()
export class BatchFiles {
  constructor(
    private readonly em: EntityManager,
    private readonly pictures: PhotoPictures,
    private readonly ownFiles: OwnFiles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** A batch with its places in the order of printing. @throws NotFoundException */
  async find(batchId: string): Promise<{ batch: CardBatch; places: CardBatchPlace[] }> {
    const batch = isUuid(batchId) ? await this.em.findOne(CardBatch, { id: batchId }, { refresh: true }) : null;
    if (!batch) throw new NotFoundException();
    const options = { populate: ['card.person.caseFile'], orderBy: { position: 'asc' }, refresh: true } as const;
    return { batch, places: await this.em.find(CardBatchPlace, { batch }, options) };
  }

  /**
   * The zip, part by part. Its end is handed out only once the download is in the trail with its SHA-256: what nobody recorded is no zip.
   * @throws RefusalPage, before the first part, when a card of the officer's own file or a relative's is in it
   */
  async open(officer: Actor<'officer'>, batchId: string): Promise<{ batch: CardBatch; parts: AsyncGenerator<Uint8Array> }> {
    const { batch, places } = await this.find(batchId);
    const own = await this.ownFiles.of(officer);
    if (places.some(({ card, withdrawnAt }) => !withdrawnAt && own.has(card.person.caseFile.id))) throw ownFileRefusal('relative');
    return { batch, parts: this.#recorded(officer, batch, places) };
  }

  async *#recorded(officer: Actor<'officer'>, batch: CardBatch, places: readonly CardBatchPlace[]): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256');
    let kept: Uint8Array | null = null;
    for await (const part of zipStream(this.#files(batch, places))) {
      if (kept) yield kept;
      hash.update(part);
      kept = part;
    }
    await this.#record(officer, batch.id, hash.digest('hex'), places);
    if (kept) yield kept;
  }

  /** The withdrawn cards of a batch, for a printing facility that has it already. @throws NotFoundException when there are none */
  async withdrawn(officer: Actor<'officer'>, batchId: string): Promise<{ number: string; csv: string }> {
    if (!isUuid(batchId)) throw new NotFoundException();
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        // locked before its places are read: what is withdrawn from now on is told later
        const batch = await em.findOne(CardBatch, { id: batchId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
        if (!batch) throw new NotFoundException();
        const options = { populate: ['card'], orderBy: { position: 'asc' }, refresh: true } as const;
        const withdrawn = await em.find(CardBatchPlace, { batch, withdrawnAt: { $ne: null } }, options);
        const rows = withdrawn.map(lineOf);
        if (rows.length === 0) throw new NotFoundException();
        batch.withdrawnToldAt = new Date(Math.max(now.getTime(), ...withdrawn.map(({ withdrawnAt }) => withdrawnAt?.getTime() ?? 0)));
        this.audit.record(em, officer, 'card_batch.withdrawn_listed', batch.id, now, { number: batch.number, withdrawn: rows.length });
        return { number: batch.number, csv: withdrawnCsv(rows) };
      },
      { clear: true },
    );
  }

  async #record(officer: Actor<'officer'>, batchId: string, sha256: string, places: readonly CardBatchPlace[]): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const batch = await em.findOneOrFail(CardBatch, { id: batchId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        batch.download(officer, now, sha256);
        const withdrawn = places.filter(({ withdrawnAt }) => withdrawnAt).length;
        if ((await em.count(CardBatchPlace, { batch, withdrawnAt: { $ne: null } })) !== withdrawn)
          throw new Error('a card was withdrawn while its batch was downloaded');
        const details = { number: batch.number, sha256, cards: places.length - withdrawn, withdrawn };
        this.audit.record(em, officer, 'card_batch.downloaded', batch.id, now, details);
      },
      { clear: true },
    );
  }

  /** Manifests and labels first, then the photos in the order of printing, then the checksums of all. */
  async *#files(batch: CardBatch, places: readonly CardBatchPlace[]): AsyncGenerator<ZipFile> {
    const sums: string[] = [];
    const summed = (name: string, bytes: Uint8Array): ZipFile => {
      sums.push(`${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
      return { name, bytes };
    };
    const rows = places.map(lineOf);
    yield summed('labels.pdf', await labels(batch, places));
    yield summed('manifest.csv', Buffer.from(manifestCsv(rows)));
    yield summed('manifest.json', Buffer.from(manifestJson(batch.number, batch.madeAt, rows)));
    for (const [index, place] of places.entries()) {
      const print = toPrint(place);
      if (!print) continue;
      const attempt = await this.em.findOneOrFail(PhotoAttempt, { id: print.face.photoId });
      yield summed(rows[index]?.photo ?? '', await this.pictures.forCard(attempt));
    }
    yield { name: 'SHA256SUMS', bytes: Buffer.from(sums.join('')) };
  }
}

/** What is printed of a place; null when its card was withdrawn. */
function toPrint({ card, withdrawnAt }: CardBatchPlace): { face: CardFace; printedAt: Date } | null {
  return withdrawnAt || !card.face || !card.printedAt ? null : { face: card.face, printedAt: card.printedAt };
}

function lineOf(place: CardBatchPlace): ManifestRow {
  const { position, cardNumber, withdrawnAt, withdrawnFor, withdrawnReleased } = place;
  const print = toPrint(place);
  if (print) return printRow(position, cardNumber, print.face, print.printedAt);
  if (!withdrawnAt || !withdrawnFor) throw new Error('a card in a batch has nothing to print');
  return withdrawnRow(position, cardNumber, { at: withdrawnAt, reason: withdrawnFor, released: withdrawnReleased });
}

function labels(batch: CardBatch, places: readonly CardBatchPlace[]): Promise<Buffer> {
  const pdf = new LabelSheet('en', batch.number, batch.madeAt);
  const printed = places.flatMap(({ card, withdrawnAt }) => (withdrawnAt || !card.face || !card.address ? [] : [card]));
  pdf.labels(printed.map(({ face, address }) => [face ? fullNameOf(face) : '', ...(address ? addressLines(address) : [])]));
  return pdf.bytes();
}
