import type { PictureSize } from '../photo.rules.js';

export type Point = { readonly x: number; readonly y: number };

/** A rectangle in pixels, turned clockwise by `angle` degrees about its own centre; `left` and `top` are from before the turn. */
export type TurnedBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
};

/** Corners may lie on the picture's edge; a millionth of a pixel is rounding, not outside. */
const ROUNDING = 1e-6;

export const boxCentre = (box: TurnedBox): Point => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });

/** Clockwise, beginning with the corner that is the top left one before the turn. */
export function boxCorners(box: TurnedBox): Point[] {
  const middle = boxCentre(box);
  const [cos, sin] = [Math.cos(radians(box.angle)), Math.sin(radians(box.angle))];
  const [across, down] = [box.width / 2, box.height / 2];
  return [
    [-across, -down],
    [across, -down],
    [across, down],
    [-across, down],
  ].map(([x, y]) => ({ x: middle.x + x! * cos - y! * sin, y: middle.y + x! * sin + y! * cos }));
}

/** How far the corners reach from the centre, sideways and up or down. */
export function boxReach(box: Pick<TurnedBox, 'width' | 'height' | 'angle'>): Point {
  const corners = boxCorners({ ...box, left: -box.width / 2, top: -box.height / 2 });
  return { x: Math.max(...corners.map(({ x }) => x)), y: Math.max(...corners.map(({ y }) => y)) };
}

/** Whether all four corners lie in the picture, so that what is cut out has no empty corner. */
export const boxIsInside = (box: TurnedBox, size: PictureSize): boolean =>
  boxCorners(box).every(({ x, y }) => Math.min(x, y, size.width - x, size.height - y) >= -ROUNDING);

/** The whole-pixel corner that puts the box inside with its centre nearest to the wanted one; null when it is too large. */
export function boxPlacedNear(wanted: Point, box: Pick<TurnedBox, 'width' | 'height' | 'angle'>, size: PictureSize): TurnedBox | null {
  const { x, y } = boxReach(box);
  const left = nearestWhole(wanted.x - box.width / 2, x - box.width / 2, size.width - x - box.width / 2);
  const top = nearestWhole(wanted.y - box.height / 2, y - box.height / 2, size.height - y - box.height / 2);
  return left === null || top === null ? null : { ...box, left, top };
}

function nearestWhole(wanted: number, lowest: number, highest: number): number | null {
  const [from, to] = [Math.ceil(lowest - ROUNDING), Math.floor(highest + ROUNDING)];
  // Adding nothing makes 0 of -0.
  return from > to ? null : Math.min(Math.max(Math.round(wanted), from), to) + 0;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
