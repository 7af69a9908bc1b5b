import { Injectable } from '@nestjs/common';
import type { PhotoAttempt } from './photo-attempt.entity.js';
import { PhotoOriginals } from './photo-originals.js';
import { PhotoWorkshop } from './workshop/photo-workshop.js';

/** Widths in pixels: of the whole picture in the editor, of the photo under review, and of a thumbnail. */
export const EDITOR_WIDTH = 900;
export const REVIEW_WIDTH = 1200;
export const SMALL_WIDTH = 200;

/** What pages show of a photo. `frame`: all of it with the frame drawn on, `whole`: without; the others only what the frame holds. */
export const APPLICANT_PICTURES = ['frame', 'whole', 'grey', 'small'] as const;
export const OFFICER_PICTURES = ['large', 'full', 'grey', 'small'] as const;
export type PictureName = (typeof APPLICANT_PICTURES)[number] | (typeof OFFICER_PICTURES)[number];

/** Draws pictures from the original, each time anew: only re-encoded pixels ever go out, never the file itself (TRUST.md 3). */
@Injectable()
export class PhotoPictures {
  constructor(
    private readonly originals: PhotoOriginals,
    private readonly workshop: PhotoWorkshop,
  ) {}

  /** The picture for the printing facility, made anew each time from the original that was submitted. */
  async forCard(attempt: Pick<PhotoAttempt, 'id' | 'storeKey' | 'frame'>): Promise<Buffer> {
    return this.workshop.cardPhoto(await this.originals.of(attempt), attempt.frame);
  }

  /** A JPEG without any metadata of the file it came from. */
  async draw(attempt: Pick<PhotoAttempt, 'id' | 'storeKey' | 'frame'>, picture: PictureName): Promise<Buffer> {
    const { frame } = attempt;
    const bytes = await this.originals.of(attempt);
    switch (picture) {
      case 'frame':
        return this.workshop.framedPreview(bytes, frame, { maxWidth: EDITOR_WIDTH });
      case 'whole':
        return this.workshop.preview(bytes, { maxWidth: EDITOR_WIDTH });
      case 'grey':
        return this.workshop.greyPreview(bytes, frame);
      case 'small':
        return this.workshop.framed(bytes, frame, { maxWidth: SMALL_WIDTH, grey: true });
      case 'large':
        return this.workshop.framed(bytes, frame, { maxWidth: REVIEW_WIDTH, grey: false });
      case 'full':
        return this.workshop.cropped(bytes, frame);
    }
  }
}
