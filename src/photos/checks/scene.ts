import type { Analysis } from '../engine/analysis.js';
import type { PhotoFile } from '../file/photo-file.js';
import type { Pixels } from '../file/pixels.js';

/** All that a check may look at: the framed picture, what the models saw in it, and the file it came from. */
export interface Scene {
  readonly file: PhotoFile;
  /** What the frame holds, at most CHECK_HEIGHT pixels high; never enlarged. */
  readonly picture: Pixels;
  /** The same at half the size, for colour and light. */
  readonly half: Pixels;
  readonly analysis: Analysis;
  /** A square of grey values at the middle of the face as the file has them, not reduced; null where there is no room for one. */
  readonly native: GreyPatch | null;
  /** JPEG quality from 1 to 100 by the file's own tables (IJG's scale); null for PNG. */
  readonly jpegQuality: number | null;
}

export interface GreyPatch {
  readonly side: number;
  readonly data: Uint8Array;
}
