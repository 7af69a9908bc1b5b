import { brightnessAt } from '../file/colour.js';
import type { Pixels } from '../file/pixels.js';
import type { Spot } from './face-shape.js';

/** An eye by the mesh, in pixels of the picture. */
export interface EyeLines {
  /** From one corner to the other, both included. */
  readonly upper: readonly Spot[];
  readonly lower: readonly Spot[];
  readonly iris: { readonly middle: Spot; readonly radius: number };
  /** Along the eye, from left to right in the picture: a length of one. */
  readonly across: Spot;
}

/** From the lower lid (0) to the upper one (1): the mesh lays the upper lid of wide eyes a little low. */
const ROWS = { from: 0, to: 1.1, count: 22 } as const;
/** In radii of the iris from its middle: where it is, and where the white is on each side. */
const IRIS = [-0.5, 0.5] as const;
const WHITE = [1.15, 1.6] as const;
const STEP = 0.1;
/** In radii: so close to a corner is no white any more. */
const CORNER = 0.25;
/** Darker by so much than the white is an iris, however pale it is; lashes before both and skin on both are far from it. */
const FULL = 0.4;

/**
 * On how much of the opening an iris shows between whites, 0 to 1.1: row by row, each parallel to the lids, how much darker
 * it is in the middle than at the sides. The mesh lays its upper lid into the lashes of an eye that is half closed; rows of
 * lashes and of skin are alike in the middle and at the sides, whatever colour they have.
 */
export function irisRows(picture: Pixels, eye: EyeLines): number {
  const { middle, radius } = eye.iris;
  const upper = inRadii(eye, eye.upper);
  const lower = inRadii(eye, eye.lower);
  const [begin, end] = [upper[0]![0] + CORNER, upper.at(-1)![0] - CORNER];
  const [x, y] = eye.across;
  let sum = 0;
  for (let row = 0; row < ROWS.count; row++) {
    const share = ROWS.from + ((row + 0.5) / ROWS.count) * (ROWS.to - ROWS.from);
    const along = (from: number, to: number): number[] => {
      const values: number[] = [];
      for (let place = Math.max(from, begin); place <= Math.min(to, end) + 1e-9; place += STEP) {
        const bottom = heightAt(lower, place);
        const down = bottom + share * (heightAt(upper, place) - bottom);
        values.push(brightness(picture, middle[0] + (x * place - y * down) * radius, middle[1] + (y * place + x * down) * radius));
      }
      return values;
    };
    const whites = [along(-WHITE[1], -WHITE[0]), along(...WHITE)].filter(({ length }) => length > 0).map((side) => percentile(side, 0.85));
    const white = whites.reduce((total, side) => total + side, 0) / whites.length;
    const iris = percentile(along(...IRIS), 0.3);
    if (white > 0) sum += Math.min(1, Math.max(0, 1 - iris / white) / FULL);
  }
  return (sum / ROWS.count) * (ROWS.to - ROWS.from);
}

/** From left to right, along the eye and down from the iris's middle. */
function inRadii({ iris: { middle, radius }, across: [x, y] }: EyeLines, spots: readonly Spot[]): Spot[] {
  return spots
    .map(([px, py]): Spot => {
      const [dx, dy] = [(px - middle[0]) / radius, (py - middle[1]) / radius];
      return [dx * x + dy * y, dy * x - dx * y];
    })
    .sort(([one], [other]) => one - other);
}

function heightAt(line: readonly Spot[], place: number): number {
  const after = line.findIndex(([x]) => x >= place);
  if (after <= 0) return line.at(after)![1];
  const [one, other] = [line[after - 1]!, line[after]!];
  return one[1] + ((place - one[0]) / (other[0] - one[0])) * (other[1] - one[1]);
}

/** Between four pixels: an eye on a small picture is few pixels high. */
function brightness({ data, width, height }: Pixels, x: number, y: number): number {
  const column = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const [u, v] = [Math.min(1, Math.max(0, x - column)), Math.min(1, Math.max(0, y - row))];
  const at = (row * width + column) * 3;
  const below = at + width * 3;
  return (
    (brightnessAt(data, at) * (1 - u) + brightnessAt(data, at + 3) * u) * (1 - v) +
    (brightnessAt(data, below) * (1 - u) + brightnessAt(data, below + 3) * u) * v
  );
}

const percentile = (values: number[], share: number): number =>
  values.sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
