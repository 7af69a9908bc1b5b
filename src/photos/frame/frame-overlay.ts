import { HEAD_OUTLINE_MM, HEAD_OUTLINE_TOP, HEAD_OUTLINE_WIDTH, PHOTO_HEIGHT_MM } from '../photo.rules.js';
import type { Pixels } from '../file/pixels.js';
import { boxCentre, type TurnedBox } from './turned-box.js';

/** Looked up once, not for every pixel. */
const { abs, atan2, hypot, max, min, PI } = Math;

/** How much of the picture's light is kept outside the frame. */
const OUTSIDE = 0.42;
/** Dashes round the head, and the share of each that is drawn. */
const DASHES = 36;
const DASH_SHARE = 0.62;

/**
 * Paints the frame and the dashed outline of a head onto the pixels themselves. Each line is white between two black
 * ones, so that it shows on any photo. It is painted here and not composed of an SVG, because the SVG loader stays
 * blocked in the process that opens strangers' files.
 */
export function paintFrame(pixels: Pixels, box: TurnedBox): void {
  const { data, width, height } = pixels;
  const middle = boxCentre(box);
  const turn = (box.angle * PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const head = headOutline(box);
  const line = max(1, min(width, height) / 320);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      // Where this pixel lies in the frame's own directions, from its centre.
      const [dx, dy] = [x + 0.5 - middle.x, y + 0.5 - middle.y];
      const [across, down] = [dx * cos + dy * sin, dy * cos - dx * sin];
      const edge = max(abs(across) - box.width / 2, abs(down) - box.height / 2);
      if (edge > 0) mix(data, at, 0, (1 - OUTSIDE) * min(edge, 1));
      stroke(data, at, abs(edge), line);
      if (edge < 0) strokeHead(data, at, across, down - head.middle, head, line);
    }
  }
}

type HeadOutline = { readonly across: number; readonly down: number; readonly middle: number };

/** Half axes of the outline, and how far its centre lies below the frame's; in the unit of the box. */
function headOutline(box: TurnedBox): HeadOutline {
  const down = (box.height * HEAD_OUTLINE_MM) / PHOTO_HEIGHT_MM / 2;
  return { down, across: down * HEAD_OUTLINE_WIDTH, middle: box.height * (HEAD_OUTLINE_TOP - 0.5) + down };
}

function strokeHead(data: Uint8Array, at: number, x: number, y: number, head: HeadOutline, line: number): void {
  const [u, v] = [x / head.across, y / head.down];
  const radius = hypot(u, v);
  if (radius < 0.8 || radius > 1.2) return;
  // First-order distance to the ellipse: its equation divided by the steepness there.
  const distance = abs(((radius - 1) * radius) / hypot(u / head.across, v / head.down));
  const dash = ((atan2(v, u) / (2 * PI) + 1) * DASHES) % 1;
  if (dash < DASH_SHARE) stroke(data, at, distance, line);
}

/** White to `line` pixels from the middle, black as far again, the rims softened over one pixel. */
function stroke(data: Uint8Array, at: number, distance: number, line: number): void {
  if (distance > 2 * line + 0.5) return;
  mix(data, at, 0, covered(2 * line - distance));
  mix(data, at, 255, covered(line - distance));
}

const covered = (depth: number): number => min(1, max(0, depth + 0.5));

function mix(data: Uint8Array, at: number, grey: number, share: number): void {
  for (let n = at; n < at + 3; n++) data[n] = data[n]! + (grey - data[n]!) * share;
}
