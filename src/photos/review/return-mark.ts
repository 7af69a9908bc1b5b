import { MARKS_SIZE, type Mark } from '../finding-marks.js';

/** Where on a returned photo an officer points: one of nine places as they see it, or all of it. Also names of texts. */
export const RETURN_MARKS = [
  'top_left',
  'top',
  'top_right',
  'left',
  'middle',
  'right',
  'bottom_left',
  'bottom',
  'bottom_right',
  'whole',
] as const;
export type ReturnMark = (typeof RETURN_MARKS)[number];

/** From the edge of a place to the line around it. */
const INSET = 14;

/** The line around the place, for the drawing over the photo; none where it is the whole picture. */
export function markOf(mark: ReturnMark | null, name: string): Mark[] {
  if (mark === null || mark === 'whole') return [];
  const at = RETURN_MARKS.indexOf(mark);
  const [width, height] = [MARKS_SIZE.width / 3, MARKS_SIZE.height / 3];
  const [left, top] = [(at % 3) * width + INSET, Math.floor(at / 3) * height + INSET].map(Math.round) as [number, number];
  const [right, bottom] = [Math.round(left + width - 2 * INSET), Math.round(top + height - 2 * INSET)];
  const path = `M${left} ${top}L${right} ${top}L${right} ${bottom}L${left} ${bottom}Z`;
  return [{ number: 1, name, path, dots: [], circle: { x: left + 70, y: top + 70 } }];
}
