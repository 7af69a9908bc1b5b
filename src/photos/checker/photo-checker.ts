import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock.js';
import { dayOf } from '../../language/formats.js';
import { Vault } from '../../privacy/vault.js';
import { DemotedChecks } from '../demotion/demoted-checks.js';
import { type Finding, verdict } from '../finding.js';
import { type Frame, largestFrame } from '../frame/frame.js';
import { PhotoUnreadable } from '../file/photo-unreadable.js';
import { type JudgedPhoto, PhotoUploadService } from '../upload/photo-upload.service.js';
import { PhotoWorkshop, WorkerFailed } from '../workshop/photo-workshop.js';
import { referenceCode } from './reference-code.js';

/** What a visitor is told of their photo. */
export interface CheckedForVisitor {
  readonly findings: readonly Finding[];
  /** What the frame holds in black and white, a JPEG. */
  readonly grey: Buffer;
  readonly frame: Frame;
  /** Null where something must be fixed first. */
  readonly code: string | null;
  /** `YYYY-MM-DD` in Eastern Time. */
  readonly day: string;
}

/** Judges a photo as the portal would, through the suggested frame, and keeps nothing: the code it gives is the only trace. */
@Injectable()
export class PhotoChecker {
  constructor(
    private readonly uploads: PhotoUploadService,
    private readonly workshop: PhotoWorkshop,
    private readonly demoted: DemotedChecks,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Null when the photo can't be checked just now, or not at all, although its file is fine.
   * @throws WorkshopBusy
   */
  async check(bytes: Buffer): Promise<CheckedForVisitor | { refused: Extract<JudgedPhoto, { ok: false }> } | null> {
    const file = await this.uploads.judge(bytes);
    if (!file.ok) return { refused: file };
    try {
      const { frame: suggested } = await this.workshop.suggest(bytes);
      const frame = suggested ?? largestFrame(file)!;
      const { findings, grey } = await this.workshop.check(bytes, frame, await this.demoted.names());
      const day = dayOf(this.clock.now());
      return { findings, grey, frame, day, code: this.#codeFor(bytes, findings, frame, day) };
    } catch (fault) {
      if (fault instanceof PhotoUnreadable || fault instanceof WorkerFailed) return null;
      throw fault;
    }
  }

  #codeFor(bytes: Buffer, findings: readonly Finding[], frame: Frame, day: string): string | null {
    if (verdict(findings) === 'refuse') return null;
    const warnings = findings.filter(({ outcome }) => outcome === 'warning').length;
    return referenceCode({ day, warnings, frame }, sha256Of(bytes), this.vault.signingKey('photo-reference-code'));
  }
}

const sha256Of = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
