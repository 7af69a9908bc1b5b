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

/** Width of the black and white picture a person sees (S25), and quality of every JPEG made here. */
export const GREY_PREVIEW_WIDTH = 600;
export const PREVIEW_QUALITY = 82;
export const FINAL_QUALITY = 92;

/**
 * Limits of the checks, on the framed picture reduced to CHECK_HEIGHT. None of them blocks. They were set between 51 good
 * portraits of people of many skin colours and defects made from a third of them. Known weakness: very dark skin that is
 * twice too bright does not reach the end of the scale, so `clippedShare` alone does not find it.
 */
export const CHECK_LIMITS = {
  /** Background, by CIE L*: white paper in good light is 90 to 96, a grey wall 65 to 85. */
  backgroundLightness: 88,
  /** Background, by CIE C*: 0 is neutral; a cream wall has 15. */
  backgroundChroma: 6,
  /** Background: standard deviation of L*; a good one has less than 1, a shadow or pattern more than 8. */
  backgroundEvenness: 3.5,
  /** Too dark: the background is below this L*, while nothing in the picture is bright (the next limit). */
  darkBackground: 80,
  /** … the brightest half percent of the picture, 0 to 255: whites of eyes, cloth or wall reach 200 in good light on any person. */
  darkBrightest: 175,
  /** Washed out: share of the middle with a colour at its upper end; good portraits have 0.0002. */
  clippedShare: 0.03,
  /** Blur, 0 sharp to 1 (Crete and others 2007, "The blur effect"): good portraits 0.26 to 0.40, slightly blurred 0.58. */
  blur: 0.55,
} as const;
