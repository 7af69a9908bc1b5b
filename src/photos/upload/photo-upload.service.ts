import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../clock.js';
import { Confirmations } from '../../confirmation/confirmations.js';
import { TransitionRefused } from '../../confirmation/transition.js';
import { Vault } from '../../privacy/vault.js';
import { type Frame, largestFrame, readFrame } from '../frame/frame.js';
import { nextNumber, photoLock } from '../photo.policy.js';
import { PhotoAttempt, type PhotoSource } from '../photo-attempt.entity.js';
import { isDraft } from '../photo-attempt.states.js';
import type { PhotoFile, RefusedFile } from '../file/photo-file.js';
import { newPhotoKey, PhotoStore } from '../photo-store.js';
import { type Looked, PhotoSuggestions } from '../editor/photo-suggestions.js';
import { isForNow, PhotoWorkshop, WorkshopBusy } from '../workshop/photo-workshop.js';
import { type CheckedBefore, readReferenceCode } from '../checker/reference-code.js';

/** What came in an upload. The name is the person's own word for the file, shown back to them and used for nothing else. */
export interface UploadedPhoto {
  readonly source: PhotoSource;
  readonly name: string;
  readonly bytes: Buffer;
  /** The public checker's code for this file, as typed. One that does not match is a note, and stops nothing. */
  readonly code?: string;
}

/**
 * A file we take, or what is wrong with it. `tooFewPixels`: not even the whole picture holds an allowed frame (S17, S23). `notRead`: nothing
 * may be wrong with it, but it could not be opened just now.
 */
export type JudgedPhoto =
  | PhotoFile
  | RefusedFile
  | { readonly ok: false; readonly reason: 'notRead'; readonly detail?: undefined }
  | { readonly ok: false; readonly reason: 'tooFewPixels'; readonly detail: { width: number; height: number } };

/** Taking in photos: the original goes to the store unaltered, the row that names it into the database (S25 to S27). */
@Injectable()
export class PhotoUploadService {
  constructor(
    private readonly em: EntityManager,
    private readonly confirmations: Confirmations,
    private readonly workshop: PhotoWorkshop,
    private readonly store: PhotoStore,
    private readonly suggestions: PhotoSuggestions,
    private readonly audit: AuditLog,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  readonly #keyOf = (id: number): Uint8Array | null => this.vault.signingKeyOf('photo-reference-code', id);

  /**
   * Judged by its content, decoded once in the workshop (S20).
   * @throws WorkshopBusy
   */
  async judge(bytes: Buffer): Promise<JudgedPhoto> {
    const file = await this.#inspected(bytes);
    if (!file.ok || largestFrame(file) !== null) return file;
    return { ok: false, reason: 'tooFewPixels', detail: { width: file.width, height: file.height } };
  }

  /** A photo that brings a thread down, or takes too long, may be read at another moment. */
  async #inspected(bytes: Buffer): Promise<JudgedPhoto> {
    try {
      return await this.workshop.inspect(bytes);
    } catch (fault) {
      if (isForNow(fault)) return { ok: false, reason: 'notRead' };
      throw fault;
    }
  }

  /**
   * Keeps a photo that `judge` took. A draft it replaces is purged, row and file (S27); one of the very same file, with which
   * nothing was done yet, stays: a second press is no second photo.
   * @throws TransitionRefused while a photo is with the officers, or accepted (S26)
   */
  async keep(applicant: Actor<'applicant'>, personId: string, photo: UploadedPhoto, file: PhotoFile): Promise<void> {
    const looked = await this.suggestions.of(photo.bytes, file);
    const key = newPhotoKey();
    await this.store.put(key, photo.bytes);
    const replaced = await this.#record(applicant, personId, photo, { ...file, ...looked }, key).catch(async (fault: unknown) => {
      if (fault instanceof TransitionRefused) await this.store.delete(key); // any other may have come after the row was written
      throw fault;
    });
    if (replaced !== null) await this.store.delete(replaced);
  }

  /**
   * A photo that somebody else prepared becomes the applicant's, as if they had uploaded it: frame, checks and declaration are to come. The
   * file it came in stays the caller's to remove.
   * @throws TransitionRefused as `keep`; WorkshopBusy also when it can't be opened just now
   */
  async takeOver(applicant: Actor<'applicant'>, personId: string, storeKey: string, name: string): Promise<void> {
    const bytes = await this.store.get(storeKey);
    const file = await this.judge(bytes);
    if (!file.ok && file.reason === 'notRead') throw new WorkshopBusy('a photo that was taken in cannot be read just now');
    if (!file.ok) throw new Error('a photo that was taken in is taken in no more');
    await this.keep(applicant, personId, { source: 'digital', name, bytes }, file);
  }

  /** Answers with the key of the file that is no longer named by any row. */
  #record(
    applicant: Actor<'applicant'>,
    personId: string,
    photo: UploadedPhoto,
    file: PhotoFile & Looked,
    key: string,
  ): Promise<string | null> {
    return this.em.transactional(
      async (em) => {
        const now = this.clock.now();
        const confirmation = await this.confirmations.of(applicant, personId, em);
        const before = confirmation.photo ?? null;
        if (photoLock(before)) throw new TransitionRefused('photo', before?.state ?? 'none', 'upload');
        const replaced = before && isDraft(before.state) ? before : null;
        const row = rowOf(photo, file, (code) => readReferenceCode(code, sha256Of(photo.bytes), this.#keyOf));
        if (replaced && isSame(replaced, row)) return key;
        const attempt = em.create(PhotoAttempt, {
          ...row,
          person: confirmation.person,
          number: nextNumber(before),
          storeKey: key,
          createdAt: now,
        });
        // at once, before the new row takes its number
        if (replaced) await em.nativeDelete(PhotoAttempt, { id: replaced.id });
        confirmation.photo = attempt;
        this.audit.record(
          em,
          applicant,
          'photo.uploaded',
          attempt.id,
          now,
          { number: attempt.number, source: photo.source, replaced: replaced !== null },
          confirmation.person.caseFile.id,
        );
        return replaced?.storeKey ?? null;
      },
      { clear: true },
    );
  }
}

/** The frame of a reference code; it is of this very file, so that it fits unless the rules have changed since. */
function knownFrame(frame: Frame, file: PhotoFile): Frame | null {
  const reading = readFrame(frame, file);
  return reading.ok ? reading.frame : null;
}

/** What just came, once more: nothing would be new. */
const isSame = (draft: PhotoAttempt, row: ReturnType<typeof rowOf>): boolean =>
  draft.state === 'draft' &&
  (row.faces === null || draft.faces !== null) && // a look that failed is no news, one that came off is
  (['source', 'fileName', 'sha256', 'checkedBefore'] as const).every((name) => isDeepStrictEqual(draft[name] ?? null, row[name] ?? null));

const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** The first frame is the one of a reference code, or the suggested one; it counts as chosen only once the person says so. */
function rowOf({ source, name, bytes, code }: UploadedPhoto, file: PhotoFile & Looked, readCode: (code: string) => CheckedBefore) {
  const checkedBefore = code ? readCode(code) : null;
  const known = checkedBefore?.ok ? knownFrame(checkedBefore.frame, file) : null;
  return {
    source,
    fileName: name,
    mediaType: file.type === 'jpeg' ? ('image/jpeg' as const) : ('image/png' as const),
    byteSize: bytes.length,
    width: file.width,
    height: file.height,
    sha256: sha256Of(bytes),
    frame: known ?? file.frame,
    checkedBefore,
    head: file.head,
    faces: file.faces,
  };
}
