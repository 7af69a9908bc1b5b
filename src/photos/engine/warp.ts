import type { Pixels } from '../file/pixels.js';

/** Looked up once, not for every pixel. */
const { cos, sin } = Math;

/** Writes a model's input. */
export type Fill = (input: Float32Array) => void;

/** From a place in the model's square to one in the picture: x' = a x + b y + left, y' = c x + d y + top. */
export type Affine = readonly [a: number, b: number, left: number, c: number, d: number, top: number];

/** A turned square of the picture, in pixels: its middle, side and angle in radians, clockwise. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly turn: number;
}

/** From `side` × `side` pixels, each taken at its middle, to the region. */
export function regionAffine({ x, y, side, turn }: Region, to: number): Affine {
  const [c, s] = [(cos(turn) * side) / to, (sin(turn) * side) / to];
  const half = (to - 1) / 2;
  return [c, -s, x - 0.5 - (c - s) * half, s, c, y - 0.5 - (s + c) * half];
}

/** From `to` × `to` pixels to the whole picture, squeezed. */
export function squeezeAffine({ width, height }: Pixels, to: number): Affine {
  const [across, down] = [width / to, height / to];
  return [across, 0, across / 2 - 0.5, 0, down, down / 2 - 0.5];
}

/**
 * Writes `side` × `side` × 3 values, each `value * scale + shift` of what lies at its place (bilinear); outside of the
 * picture `outside`.
 */
export function warp(
  picture: Pixels,
  side: number,
  affine: Affine,
  { scale, shift }: { scale: number; shift: number },
  into: Float32Array,
): void {
  const { data, width, height } = picture;
  const [a, b, left, c, d, top] = affine;
  // Plain numbers, no lists: this runs two hundred thousand times for a photo.
  const stride = 3 * width;
  const lastX = width - 1;
  const lastY = height - 1;
  let at = 0;
  for (let row = 0; row < side; row++) {
    let x = b * row + left;
    let y = d * row + top;
    for (let column = 0; column < side; column++, at += 3, x += a, y += c) {
      if (x <= -1 || y <= -1 || x >= width || y >= height) {
        into[at] = shift;
        into[at + 1] = shift;
        into[at + 2] = shift;
        continue;
      }
      // at the rim the last pixel goes on
      const inX = x < 0 ? 0 : x > lastX ? lastX : x;
      const inY = y < 0 ? 0 : y > lastY ? lastY : y;
      const x0 = inX | 0;
      const y0 = inY | 0;
      const u = inX - x0;
      const v = inY - y0;
      const p = y0 * stride + 3 * x0;
      const q = x0 < lastX ? p + 3 : p;
      const below = y0 < lastY ? stride : 0;
      const r = p + below;
      const s = q + below;
      const lower = v * scale;
      const upper = scale - lower;
      const pw = upper - upper * u;
      const qw = upper * u;
      const rw = lower - lower * u;
      const sw = lower * u;
      into[at] = data[p]! * pw + data[q]! * qw + data[r]! * rw + data[s]! * sw + shift;
      into[at + 1] = data[p + 1]! * pw + data[q + 1]! * qw + data[r + 1]! * rw + data[s + 1]! * sw + shift;
      into[at + 2] = data[p + 2]! * pw + data[q + 2]! * qw + data[r + 2]! * rw + data[s + 2]! * sw + shift;
    }
  }
}
