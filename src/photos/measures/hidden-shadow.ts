import type { Cell } from './background.js';
import { spotOf } from './face-shape.js';
import { CHIN, FOREHEAD_TOP, LEFT_IRIS, RIGHT_IRIS } from './mesh-points.js';
import { BEHIND, FACE, type View } from './view.js';

/** A shadow on the wall that the segmenter took for hair: by how much L* it is darker than the wall, and where. */
export interface HiddenShadow {
  readonly darker: number;
  readonly place: Cell;
}

/** The wall's colour, CIE a* and b*, and its L*. */
type Wall = { readonly lightness: number; readonly a: number; readonly b: number };

/** L* by which it is darker: less is an edge's softness, more is hair or cloth. */
const DARKER = { least: 7, most: 55 } as const;
/** a* and b* stay those of the wall: a shadow takes light and no colour. */
const SAME_COLOUR = 4;
/** L* between the neighbours of a pixel, across and down together: a shadow is smooth, hair and wool are not. */
const SMOOTH = 2.5;
/** A shadow falls to one side. What lies on the other as well, such as a grey scarf or grey hair, counts against it so many times. */
const OTHER_SIDE = 3;
/** Share of the picture: good portraits up to 0.0003, shadows of several strengths 0.0015 and more. */
const LEAST_SHARE = 0.0012;
/** Looked for from so far above the forehead, as a share of the face's height, down to the chin: shoulders may be grey. */
const ABOVE = 0.35;

/** Null without a face, and where there is none. */
export function hiddenShadow(view: View, wall: Wall): HiddenShadow | null {
  const { face } = view.scene.analysis;
  if (face === null) return null;
  const { width, height, regions, lightness, a, b, scale } = view;
  const [top, chin] = [spotOf(face, FOREHEAD_TOP)[1] * scale, spotOf(face, CHIN)[1] * scale];
  const middle = ((spotOf(face, RIGHT_IRIS.middle)[0] + spotOf(face, LEFT_IRIS.middle)[0]) / 2) * scale;
  const sides = [emptySide(), emptySide()] as const;
  const first = Math.max(1, Math.round(top - ABOVE * (chin - top)));
  for (let y = first; y < Math.min(height - 1, chin); y++) {
    for (let x = 1; x < width - 1; x++) {
      const n = y * width + x;
      if (regions[n] === BEHIND || (regions[n]! & FACE) !== 0) continue;
      const darker = wall.lightness - lightness[n]!;
      if (darker < DARKER.least || darker > DARKER.most) continue;
      if (Math.abs(a[n]! - wall.a) > SAME_COLOUR || Math.abs(b[n]! - wall.b) > SAME_COLOUR) continue;
      const across = Math.abs(lightness[n + 1]! - lightness[n - 1]!);
      if (across + Math.abs(lightness[n + width]! - lightness[n - width]!) > SMOOTH) continue;
      add(sides[x < middle ? 0 : 1], x, y, darker);
    }
  }
  const [larger, smaller] = sides[0].pixels > sides[1].pixels ? sides : [sides[1], sides[0]];
  if (larger.pixels - OTHER_SIDE * smaller.pixels < LEAST_SHARE * width * height) return null;
  return {
    darker: larger.darker / larger.pixels,
    place: {
      left: larger.left / width,
      top: larger.top / height,
      width: (larger.right - larger.left + 1) / width,
      height: (larger.bottom - larger.top + 1) / height,
    },
  };
}

const emptySide = () => ({ pixels: 0, darker: 0, left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity });

function add(side: ReturnType<typeof emptySide>, x: number, y: number, darker: number): void {
  side.pixels++;
  side.darker += darker;
  if (x < side.left) side.left = x;
  if (x > side.right) side.right = x;
  if (y < side.top) side.top = y;
  if (y > side.bottom) side.bottom = y;
}
