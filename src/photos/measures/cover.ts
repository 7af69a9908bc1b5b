import type { Face } from '../engine/analysis.js';
import { outlineOf } from './face-shape.js';
import type { LabPlanes } from './lab-planes.js';
import { LEFT_CHEEK, LIPS_OUTLINE, RIGHT_CHEEK } from './mesh-points.js';
import { eachRun, grown, middleOf, type Polygon } from './polygon.js';

/** Median colour of an area, CIE L*a*b*, and how much its lightness varies (standard deviation). */
interface AreaColour {
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
  readonly variation: number;
}

/** How much of the lower face shows. `planes` is a picture reduced by `scale` from the one the face is given in. */
export interface Covering {
  /** How clearly the fainter half of the lips shows: colour against the skin round them, and its own light and shade. L*a*b*. */
  readonly lips: number;
  /** Difference of colour, without lightness, between the cheeks. C*. */
  readonly cheeks: number;
}

/**
 * Looks for lips rather than for skin: whoever the person is, and with a beard or make-up, lips differ from what is round
 * them and have a line between them; on a mask, a scarf or a hand there is neither.
 */
export function coveringOf(face: Face, planes: LabPlanes, scale: number): Covering {
  const small = (points: readonly number[]): Polygon => outlineOf(face, points).map(([x, y]) => [x * scale, y * scale] as const);
  const lips = small(LIPS_OUTLINE);
  const [middle] = middleOf(lips);
  const halves = [
    [0, middle],
    [middle, planes.width],
  ] as const;
  const cheeks = [RIGHT_CHEEK, LEFT_CHEEK].map((points) => colourOf(planes, small(points)));
  return {
    lips: Math.min(...halves.map((half) => lipsIn(planes, lips, half))),
    cheeks: Math.hypot(cheeks[0]!.a - cheeks[1]!.a, cheeks[0]!.b - cheeks[1]!.b),
  };
}

function lipsIn(planes: LabPlanes, lips: Polygon, half: readonly [number, number]): number {
  const inside = colourOf(planes, grown(lips, 0.9), half);
  const round = colourOf(planes, grown(lips, 1.25, 1.9), half, grown(lips, 1.1, 1.2));
  return Math.hypot(inside.lightness - round.lightness, inside.a - round.a, inside.b - round.b, inside.variation);
}

/** Of the polygon between two columns, without what lies in `without`. */
function colourOf(
  planes: LabPlanes,
  polygon: Polygon,
  [from, to]: readonly [number, number] = [0, planes.width],
  without?: Polygon,
): AreaColour {
  const left = new Set<number>();
  if (without)
    eachRun(without, planes, (y, first, last) => {
      for (let x = first; x <= last; x++) left.add(y * planes.width + x);
    });
  const places: number[] = [];
  eachRun(polygon, planes, (y, first, last) => {
    for (let x = Math.max(first, Math.ceil(from)); x <= Math.min(last, to); x++) {
      const place = y * planes.width + x;
      if (!left.has(place)) places.push(place);
    }
  });
  const lightness = median(places, planes.lightness);
  const spread = places.reduce((sum, place) => sum + (planes.lightness[place]! - lightness) ** 2, 0);
  return {
    lightness,
    a: median(places, planes.a),
    b: median(places, planes.b),
    variation: Math.sqrt(spread / Math.max(1, places.length)),
  };
}

function median(places: readonly number[], values: Float32Array): number {
  const sorted = Float32Array.from(places, (place) => values[place]!).sort();
  return sorted[sorted.length >> 1] ?? 0;
}
