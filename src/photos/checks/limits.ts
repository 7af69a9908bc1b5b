import { FACE, SKIN } from '../measures/view.js';

/**
 * Limits of the checks of light, background and the file's quality, on the framed picture at most CHECK_HEIGHT high. None
 * of them blocks (S24). S17 names the faults in words only ("too dark", "background not white", "glare"), so the numbers
 * are the portal's own: they began with PHOTO.md 3 and stand between portraits that are fine and faults of several
 * strengths made from them, nearer to the faults where real photos vary more than a studio's. `band` is where the two
 * meet. What was measured stands beside each.
 */
interface Limit {
  readonly limit: number;
  readonly band: readonly [number, number];
}

/** Too dark (S17), told by what is white in any photo and never by skin. */
export const DARK = {
  /** L* of the lightest reference: a white wall has 88 to 100; 83 with 70 % of that light, 73 with half, 66 with two fifths. */
  lightest: { limit: 76, band: [72, 80] },
  /** L* of the white of the eyes that says as much as that of a wall: 46 to 74 in good light on anybody, two fifths of it leave 30 to 54. A grey wall before which no eye is that bright has something brighter before it. */
  sclera: 57.5,
  /** L* that half a percent of the picture exceeds, likewise: 97 in good light, 77 with half of it. */
  brightest: 78,
  /** Light from behind: L* of a bright wall, while the eyes' white and nearly all of the person stay below these. */
  backlight: { wall: 84, sclera: { limit: 31, band: [27, 35] }, person: 55 },
} as const;

/** Detail lost in light (S17: features not visible). */
export const OVER = {
  /** Share of the face with a colour at its upper end, lamps' reflections left out: 0 when good, 0.27 with twice the light. */
  clipped: { limit: 0.01, band: [0.004, 0.02] },
  /** A colour this near to 255 is taken for lost: JPEG seldom keeps 255 exactly. */
  end: 250,
  /** Reflections are left out up to this share of the face; a larger white area is no reflection. */
  reflection: 0.1,
  /** Times its core a reflection is large with its soft edge. */
  halo: 1.7,
  /** L* of the whites of the eyes, the mean of both, before a wall without any shade left: up to 74 when good, 74 to 100 with three times the light. */
  sclera: { limit: 83, band: [80, 86] },
  /** The same where white clothes have lost all drawing too: 73 to 81 with twice the light on very dark skin, of which nothing is lost. */
  scleraBesides: { limit: 70, band: [66, 74] },
  /** Share of the person that is pure white: up to 0.16 in good light, 0.28 to 0.39 of white clothes with twice as much. */
  clothes: 0.22,
  /** L* by which one eye may be brighter than the other; more is a reflection. */
  alike: 16,
  wall: 99,
} as const;

/** A reflection that hides what is under it (S17: glare). Share of the face's area, by how white it is at least (0 to 255). */
export const GLARE = [
  /** On skin, a lamp's own white: good portraits up to 0.001, bright ones 0.002; reflections 0.003 to 0.02. */
  { region: SKIN, least: 225, limit: 0.0023, band: [0.0018, 0.0035] },
  /** With the eyes, whose whites may be bright: up to 0.002; reflections over an eye 0.004 to 0.017. */
  { region: FACE, least: 225, limit: 0.0038, band: [0.0028, 0.0048] },
  /** A veil through which dark skin shows as well as light: good portraits 0.004 at most; veils 0.03 and more. */
  { region: FACE, least: 212, limit: 0.012, band: [0.008, 0.016] },
] as const;

/** Behind the person (S17: background not white). */
export const BACKGROUND = {
  /** L*: white paper in good light is 90 to 96, a light grey wall 78 to 86. */
  lightness: { limit: 87, band: [84, 90] },
  /** C*: neutral is 0 to 2, a white wall in warm light 6, a pale pink 9, a cream wall 11. */
  colour: { limit: 8, band: [6.5, 9.5] },
  /** Standard deviation of L*: good walls below 1.7, light from one side 3.6, folds of a curtain 4.3, bricks 5. */
  spread: { limit: 4, band: [3.5, 4.5] },
  /** L* from the darkest to the lightest part: good walls up to 5, light from one side 10, gradients 20 and more. */
  range: { limit: 13, band: [11, 15] },
  /** L* by which the wall beside the person is darker: good up to 3, light from one side 5, shadows 10 to 38. */
  shadow: { limit: 9, band: [7, 11] },
} as const;

/** Share of light that the darker half of the face lacks: good 0 to 0.2, light from one side 0.24 to 0.33, half shaded 0.39 to 0.73. */
export const LIGHTING: Limit = { limit: 0.37, band: [0.3, 0.44] };

export const SHARPNESS = {
  /** Blur, 0 to 1: good 0.22 to 0.45, soft phone pictures 0.5; a blur of 1.5 pixels 0.53 to 0.66, of 2 pixels 0.59 to 0.75. */
  blur: { limit: 0.525, band: [0.49, 0.56] },
  /** Steepness of edges at the eyes for an eye distance of 100 pixels: noise hides blur from the measure above, not from this. */
  edges: { limit: 0.255, band: [0.23, 0.28] },
} as const;

/** What a file has lost by being packed too small (S17: features not visible). */
export const COMPRESSION = {
  /** IJG quality in the file: messengers send 45 to 80; faces suffer from 25 down. */
  quality: { limit: 25, band: [20, 32] },
  /** Steps between 8 × 8 blocks against those inside: 1.0 to 1.3 when good, 1.6 at quality 45, 2.1 at 20, 3.1 at 8. */
  blocks: { limit: 1.95, band: [1.75, 2.15] },
  /** Steps lumped into few columns and rows: photos up to 0.14, drawings 0.37, large square pixels 0.4 and more. */
  lumped: { limit: 0.385, band: [0.35, 0.42] },
  /** Steps on the lines of any grid against those between: good 1 to 1.1, packed and scaled 1.23 at most; large square pixels 1.5 and more. */
  grid: { limit: 1.35, band: [1.25, 1.45] },
  /** Gaps between tones: good 0.05 to 0.21, eight tones 0.29 and more; only together with steps that skip tones … */
  gaps: { limit: 0.27, band: [0.24, 0.3] },
  /** … which are this share of all steps: good up to 0.4, noise up to 0.6 but without gaps, eight tones 0.49 and more. */
  jumps: 0.45,
  /** Where more neighbours than this are exactly alike nothing is shaded at all: a drawing. Eight tones have 0.17 to 0.44, four 0.18 to 0.42. */
  alike: 0.6,
} as const;

/** C* by which the white of the eyes is off in the direction of the wall's colour, beyond what eyes have by nature. */
export const CAST: Limit = { limit: 1.5, band: [0.5, 2.5] };
/** From this C* of the wall on there is a colour to be explained. */
export const CAST_WALL = 8;
/** Natural whites of eyes: lowest and highest a* and b* (0.8 to 8.6 and −0.3 to 11.0 were measured), a little wider. */
export const SCLERA_COLOURS = { a: [-1, 10], b: [-2, 12] } as const;

/** A screen or a print was photographed (S10). */
export const RESCAN = {
  /** Powers of ten by which one frequency stands out: good up to 2.1, bold frames of glasses included; dots and moiré 3.1 to 5. */
  grating: { limit: 2.9, band: [2.7, 3.1] },
  /** Share of each of four straight edges that shows: good up to 0.6, a door frame has only three, a paper on a table 1. */
  sheet: { limit: 0.78, band: [0.7, 0.86] },
} as const;
