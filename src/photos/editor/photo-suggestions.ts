import { Injectable } from '@nestjs/common';
import { type Frame, largestFrame } from '../frame/frame.js';
import type { HeadPoints } from '../frame/head-in-frame.js';
import type { PictureSize } from '../photo.rules.js';
import { PhotoWorkshop } from '../workshop/photo-workshop.js';

/** A look at a picture: the frame to begin with, the head it is made for, and how many faces there are. */
export interface Looked {
  readonly frame: Frame;
  readonly head: HeadPoints | null;
  /** Null when the picture could not be looked at. */
  readonly faces: number | null;
}

/** The suggested frame (S23): a good photo needs no work. It is a help, so that where it fails the person goes on without it. */
@Injectable()
export class PhotoSuggestions {
  constructor(private readonly workshop: PhotoWorkshop) {}

  /** For a picture that holds a frame. Never rejects: when no thread is free, or one ends, it is the largest frame and `faces` is null. */
  async of(bytes: Uint8Array, size: PictureSize): Promise<Looked> {
    const largest = largestFrame(size)!;
    try {
      const { frame, head, faces } = await this.workshop.suggest(bytes);
      return { frame: frame ?? largest, head, faces };
    } catch {
      return { frame: largest, head: null, faces: null };
    }
  }
}
