import type { Place } from '../finding.js';
import type { LabPlanes } from './lab-planes.js';

/** Four straight edges that look like those of a paper photo or of a screen. */
export interface Sheet {
  /** Share of its way along which the least of the edges looked at shows: a door frame has three. */
  readonly shown: number;
  /** Corners in shares of the picture: top left, top right, bottom right, bottom left. None where there is no sheet. */
  readonly corners: readonly Place[];
}

/** A straight line near one side of the picture: so far from that side in its middle, leaning so much, in pixels. */
type Edge = { readonly offset: number; readonly lean: number; readonly shown: number };
const NO_EDGE: Edge = { offset: 0, lean: 0, shown: 0 };

/** An edge is looked for in this much of the picture from its side, as a share. */
const DEPTH = 0.3;
/** From the side's first so many shares to the last: corners are cut off by the frame, shoulders hide the lower ends. */
const [FIRST, LAST] = [0.12, 0.68];
const SAMPLES = 24;
/** So many pixels from one tried line to the next; the sums reach across it. */
const STRIDE = 2;
/** As tangents: from six degrees to one side to six to the other, by one and a half. */
const LEANS = Array.from({ length: 9 }, (_, n) => Math.tan(((n - 4) * 1.5 * Math.PI) / 180));
/** So many pixels to both sides of the line are compared, and they differ by at least so much L*. */
const REACH = 3;
const STEP = 6;

/** Sides as walks: from which corner, one step inwards, one step along. */
const SIDES = ['left', 'right', 'top', 'bottom'] as const;
type Side = (typeof SIDES)[number];

/** Where an edge shows along less than this, there is no sheet, and the other sides are not looked at. */
const HOPELESS = 0.6;

/** A sheet is lighter than what it lies on along all its edges, or darker along all of them. The better of the two counts. */
export function measureSheet(planes: LabPlanes): Sheet {
  const edges: (readonly [Edge, Edge])[] = [];
  let [lighter, darker] = [1, 1];
  for (const side of SIDES) {
    const [light, dark] = bestEdges(planes, side);
    edges.push([light, dark]);
    [lighter, darker] = [Math.min(lighter, light.shown), Math.min(darker, dark.shown)];
    if (Math.max(lighter, darker) < HOPELESS) return { shown: Math.max(lighter, darker), corners: [] };
  }
  const [left, right, top, bottom] = edges.map((edge) => edge[lighter >= darker ? 0 : 1]) as [Edge, Edge, Edge, Edge];
  return { shown: Math.max(lighter, darker), corners: cornersOf(planes, left, right, top, bottom) };
}

/** The best edge that is lighter inside, and the best that is darker inside. */
function bestEdges({ width, height, lightness }: LabPlanes, side: Side): readonly [Edge, Edge] {
  const upright = side === 'left' || side === 'right';
  const [length, depth] = upright ? [height, width] : [width, height];
  const [along, inwards] = upright ? [width, side === 'left' ? 1 : -1] : [1, side === 'top' ? width : -width];
  const start = side === 'right' ? width - 1 : side === 'bottom' ? (height - 1) * width : 0;
  // Shoulders hide the lower ends of the upright sides; the others show to both ends alike.
  const [first, last] = upright ? [FIRST, LAST] : [1 - LAST - FIRST / 2, LAST + FIRST / 2];
  const [most, least] = [Math.round(DEPTH * depth), REACH + 1];
  let [lighter, darker]: [Edge, Edge] = [NO_EDGE, NO_EDGE];
  for (const lean of LEANS) {
    for (let offset = least; offset < most; offset += STRIDE) {
      let [up, down] = [0, 0];
      for (let sample = 0; sample < SAMPLES; sample++) {
        const t = Math.round((first + ((last - first) * sample) / (SAMPLES - 1)) * (length - 1));
        const d = Math.round(offset + lean * (t - length / 2));
        if (d < REACH || d > 2 * most) continue;
        const at = start + t * along + d * inwards;
        const step = lightness[at + REACH * inwards]! - lightness[at - REACH * inwards]!;
        if (step >= STEP) up++;
        else if (step <= -STEP) down++;
      }
      if (up / SAMPLES > lighter.shown) lighter = { offset, lean, shown: up / SAMPLES };
      if (down / SAMPLES > darker.shown) darker = { offset, lean, shown: down / SAMPLES };
    }
  }
  return [lighter, darker];
}

function cornersOf({ width, height }: LabPlanes, left: Edge, right: Edge, top: Edge, bottom: Edge): Place[] {
  const corner = (beside: Edge, mirrored: boolean, edge: Edge, below: boolean): Place => {
    // Two almost perpendicular lines: one round of putting each into the other is exact to a fraction of a pixel.
    let [x, y] = [mirrored ? width - beside.offset : beside.offset, below ? height - edge.offset : edge.offset];
    for (let round = 0; round < 3; round++) {
      const inwards = beside.offset + beside.lean * (y - height / 2);
      const down = edge.offset + edge.lean * (x - width / 2);
      x = mirrored ? width - inwards : inwards;
      y = below ? height - down : down;
    }
    return [inShares(x / width), inShares(y / height)];
  };
  return [
    corner(left, false, top, false),
    corner(right, true, top, false),
    corner(right, true, bottom, true),
    corner(left, false, bottom, true),
  ];
}

const inShares = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
