/**
 * The numbers of the photo, each with its source. S17, S20, S23: rows of the rule book. "Assumed" means that the source
 * document is silent and the portal had to choose; such numbers are listed with the assumptions in the README.
 */

/** Width and height in whole pixels of the upright picture. */
export type PictureSize = { readonly width: number; readonly height: number };

/** S17: the smallest framed picture that is accepted. */
export const MIN_SIZE: PictureSize = { width: 715, height: 1000 };

/** S17: the largest framed picture that is sent; a larger frame is reduced to it, nothing is ever enlarged. */
export const MAX_SIZE: PictureSize = { width: 2000, height: 2800 };

/** The card's photo is 50 × 70 mm, so width / height = 5 / 7. S23 allows this much more or less, in whole pixels. */
export const RATIO = 5 / 7;
export const RATIO_TOLERANCE = 0.005;

/** S17: "4 MB" read as 4 × 1024 × 1024 bytes (assumed); exactly that many pass, one more is refused. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** S17: a phone's photo must be usable, so an upload may have more pixels than a framed picture (assumed). */
export const MAX_PIXELS = 50_000_000;

/** The public checker works on so many photos at once, in each process (assumed); whoever comes then is asked to try again in a moment. */
export const CHECKS_AT_ONCE = 16;
/** Of these, for one network address. */
export const CHECKS_AT_ONCE_PER_ADDRESS = 4;

/** Height of the printed photo, and of the head from chin to crown, in millimetres: 44.3 to 51.4 % of the height. */
export const PHOTO_HEIGHT_MM = 70;
export const HEAD_MM: readonly [number, number] = [31, 36];

/** The outline in the editor: the middle of the allowed range, so that an error to either side still passes. */
export const HEAD_OUTLINE_MM = 33.5;

/** Where the outline's crown stands, as a share of the frame's height: room for hair above, shoulders below (assumed). */
export const HEAD_OUTLINE_TOP = 0.25;

/** Width of the outline as a share of its height: heads are about three quarters as wide as they are high. */
export const HEAD_OUTLINE_WIDTH = 0.74;

/** All checks look at the framed picture reduced to this height, so that their limits mean the same for every camera. */
export const CHECK_HEIGHT = 1000;

/** The photo on the card: 50 × 70 mm at 300 dots an inch (PORTAL.md 4). */
export const CARD_PHOTO = { width: 591, height: 827, dotsAnInch: 300 } as const;
/** Width of the black and white picture a person sees (S25), and quality of every JPEG made here. */
export const GREY_PREVIEW_WIDTH = 600;
export const PREVIEW_QUALITY = 82;
export const FINAL_QUALITY = 92;
