import { z } from 'zod';
import { typed } from '../../forms/fields.js';
import type { HeadPoints } from '../frame/head-in-frame.js';
import type { PictureSize } from '../photo.rules.js';
import type { Point } from '../frame/turned-box.js';

/**
 * Width in pixels at which the picture to click is shown: always this wide, on every screen, because a click comes in
 * pixels as shown and without JavaScript nothing tells how large that was. It fits a screen 320 wide.
 */
export const POINTS_WIDTH = 280;

/** Nearer than this share of the picture's height, two clicks are a slip. */
const NEAREST = 0.05;

/** `<input type=image>` sends its name with .x and .y; Enter on it sends 0,0, which is no point (PAGES.md 4). */
export const pointsForm = z.object({
  'crown.x': typed(),
  'crown.y': typed(),
  'chin.x': typed(),
  'chin.y': typed(),
  /** The first point, in pixels of the picture, while the second is asked for. */
  crown: typed(),
});
export type SentPoints = z.output<typeof pointsForm>;

/** What a click meant: the top of the head, the whole head, nothing at all, or two points that can't be a head. */
export type Clicked =
  | { readonly kind: 'crown'; readonly crown: Point }
  | { readonly kind: 'head'; readonly head: HeadPoints }
  | { readonly kind: 'nothing'; readonly crown: Point | null }
  | { readonly kind: 'tooNear' };

/** Null when no picture was clicked at all. `known`: a head from before, whose eyes are kept when they lie in this one. */
export function clickedPoint(sent: SentPoints, size: PictureSize, known: HeadPoints | null): Clicked | null {
  const crown = readPoint(sent.crown, size);
  if (sent['crown.x'] !== '') {
    const point = pointClicked(sent['crown.x'], sent['crown.y'], size);
    return point ? { kind: 'crown', crown: point } : { kind: 'nothing', crown: null };
  }
  if (sent['chin.x'] === '') return null;
  const chin = pointClicked(sent['chin.x'], sent['chin.y'], size);
  if (!chin || !crown) return { kind: 'nothing', crown };
  if (chin.y - crown.y < size.height * NEAREST) return { kind: 'tooNear' };
  const inside = known?.eyes?.every(({ y }) => y > crown.y && y < chin.y) ?? false;
  return { kind: 'head', head: { crown, chin, eyes: inside ? known!.eyes : null } };
}

/** `x,y` in an address or a hidden field. Null for whatever is no point of the picture. */
export function readPoint(text: unknown, size: PictureSize): Point | null {
  const [, x, y] = (typeof text === 'string' && /^(\d{1,6}),(\d{1,6})$/.exec(text)) || [];
  if (x === undefined || y === undefined || Number(x) > size.width || Number(y) > size.height) return null;
  return { x: Number(x), y: Number(y) };
}

export const writePoint = ({ x, y }: Point): string => `${x},${y}`;

/** From pixels as shown to pixels of the picture: the middle of the shown pixel. */
function pointClicked(x: string, y: string, size: PictureSize): Point | null {
  const scale = size.width / POINTS_WIDTH;
  const [across, down] = [Number(x), Number(y)];
  if (!(across >= 0 && down >= 0) || (across === 0 && down === 0)) return null;
  const point = { x: Math.round((across + 0.5) * scale), y: Math.round((down + 0.5) * scale) };
  return point.x <= size.width && point.y <= size.height ? point : null;
}
