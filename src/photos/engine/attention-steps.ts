// The three steps of MediaPipe's attention mesh that LiteRT does not know: a box around a part of the face becomes a
// transform, features are looked up through it, and the points found there are sent back through it.

/** Looked up once, not for every value. */
const { atan2, cos, floor, sin } = Math;

/** Sides and depth of the whole face's features, and the side of a part's. */
export const FEATURES = { side: 48, depth: 32 } as const;
export const PART_SIDE = 16;
/** A part is taken half as large again as its points reach. */
const MARGIN = 1.5;

/** Takes x, y of a part to features: [a, b, left, c, d, top], with x' = a x + b y + left, y' = c x + d y + top. */
export type Transform = readonly [number, number, number, number, number, number];

/**
 * The turned box around some points, level with the line from one of them to another. `points`: x, y, z of each, in the
 * features' scale.
 */
export function transformOf(points: Float32Array, members: readonly number[], level: readonly [number, number]): Transform {
  const [from, to] = [3 * level[0], 3 * level[1]];
  const turn = -atan2(points[to + 1]! - points[from + 1]!, points[to]! - points[from]!);
  const [c, s] = [cos(turn), sin(turn)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const member of members) {
    const [x, y] = [points[3 * member]!, points[3 * member + 1]!];
    const [across, down] = [c * x - s * y, s * x + c * y];
    if (across < left) left = across;
    if (across > right) right = across;
    if (down < top) top = down;
    if (down > bottom) bottom = down;
  }
  const [across, down] = [(left + right) / 2, (top + bottom) / 2];
  const [wide, high] = [(MARGIN * (right - left)) / PART_SIDE, (MARGIN * (bottom - top)) / PART_SIDE];
  const [a, b, e, f] = [c * wide, s * high, -s * wide, c * high];
  const half = PART_SIDE / 2;
  return [a, b, c * across + s * down - half * (a + b), e, f, c * down - s * across - half * (e + f)];
}

/** Writes the part's features, PART_SIDE × PART_SIDE × depth; outside of the face they are 0. */
export function lookUp(features: Float32Array, [a, b, left, c, d, top]: Transform, into: Float32Array): void {
  const { side, depth } = FEATURES;
  const last = side - 1;
  const [startX, startY] = [left + (a + b) / 2 - 0.5, top + (c + d) / 2 - 0.5];
  into.fill(0);
  for (let row = 0, to = 0; row < PART_SIDE; row++) {
    for (let column = 0; column < PART_SIDE; column++, to += depth) {
      const x = a * column + b * row + startX;
      const y = c * column + d * row + startY;
      if (x < 0 || y < 0 || x > last || y > last) continue;
      const x0 = floor(x);
      const y0 = floor(y);
      const u = x - x0;
      const v = y - y0;
      const p = (y0 * side + x0) * depth;
      const q = x0 < last ? p + depth : p;
      const below = y0 < last ? side * depth : 0;
      const r = p + below;
      const s = q + below;
      for (let n = 0; n < depth; n++) {
        const upper = features[p + n]! * (1 - u) + features[q + n]! * u;
        const lower = features[r + n]! * (1 - u) + features[s + n]! * u;
        into[to + n] = upper * (1 - v) + lower * v;
      }
    }
  }
}

/** `points`: x, y of each as the part's model gives them; answers in pixels of the model's input, four to a feature. */
export function sentBack(points: Float32Array, number: number, [a, b, left, c, d, top]: Transform): [x: number, y: number] {
  const [x, y] = [points[2 * number]!, points[2 * number + 1]!];
  return [a * x + b * y + 4 * left, c * x + d * y + 4 * top];
}

/** The points that belong to a part: a list of 16-bit numbers after its own name in the step's settings (a FlexBuffer). */
export function membersOf(options: Uint8Array): number[] {
  const name = 'subset_idxs\0';
  const at = Buffer.from(options).toString('latin1').indexOf(name) + name.length;
  const view = new DataView(options.buffer, options.byteOffset, options.byteLength);
  return Array.from({ length: view.getUint16(at, true) }, (_, n) => view.getUint16(at + 2 + 2 * n, true));
}
