import type { Frame } from './frame.js';
import type { Point } from './turned-box.js';

/**
 * Where a head is, in source pixels of the upright picture: the crown (top of the skull, estimated where hair or a covering
 * hides it), the chin, and the pupils, the person's right eye first.
 */
export interface Head {
  readonly crown: Point;
  readonly chin: Point;
  readonly eyes: readonly [Point, Point];
}

/** What the models propose for a picture. Without a face `head` is null and the frame is the largest one; `frame` is null where none fits. */
export interface FrameSuggestion {
  readonly frame: Frame | null;
  readonly head: Head | null;
  readonly faces: number;
}
