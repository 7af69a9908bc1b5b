import type { HeadPose } from './analysis.js';
import type { CanonicalFace } from './canonical-face.js';

type Triple = [number, number, number];
type Matrix4 = number[][];

/**
 * How the average face must be turned to lie on this one: the rotation with the least squares of distances, as a
 * quaternion (Horn 1987, "Closed-form solution of absolute orientation using unit quaternions"). `mesh`: x, y, z of each
 * point, y down and z away from the camera, in pixels.
 */
export function poseOf(face: CanonicalFace, mesh: Float32Array): HeadPose {
  const [w, x, y, z] = rotationOf(correlation(face, mesh));
  const degrees = 180 / Math.PI;
  // The three angles of the rotation about the axes across, up and to the front.
  const pitchDown = Math.atan2(2 * (y * z + w * x), 1 - 2 * (x * x + y * y));
  const yaw = Math.asin(Math.max(-1, Math.min(1, 2 * (w * y - x * z))));
  const rollLeft = Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z));
  return { yaw: yaw * degrees, pitch: -pitchDown * degrees, roll: -rollLeft * degrees };
}

/** Weighted sum of products of what each point differs from the middle, in the one face and in the other. */
function correlation({ points, basis }: CanonicalFace, mesh: Float32Array): [Triple, Triple, Triple] {
  const pairs = basis.map(({ point, weight }) => ({
    weight,
    model: [points[3 * point]!, points[3 * point + 1]!, points[3 * point + 2]!] as Triple,
    seen: [mesh[3 * point]!, -mesh[3 * point + 1]!, -mesh[3 * point + 2]!] as Triple,
  }));
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  const middle = (of: 'model' | 'seen', axis: number) => pairs.reduce((sum, pair) => sum + pair[of][axis]! * pair.weight, 0) / total;
  const [model, seen] = [[0, 1, 2].map((axis) => middle('model', axis)), [0, 1, 2].map((axis) => middle('seen', axis))];
  const sum = (row: number, column: number) =>
    pairs.reduce((all, pair) => all + pair.weight * (pair.model[row]! - model[row]!) * (pair.seen[column]! - seen[column]!), 0);
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => sum(row, column))) as [Triple, Triple, Triple];
}

/** The unit quaternion w, x, y, z of the rotation. */
function rotationOf([[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: [Triple, Triple, Triple]): [number, number, number, number] {
  return mainDirection([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
}

/** Squarings of the matrix; each doubles the number of times it is applied. */
const SQUARINGS = 16;

/** The eigenvector of the largest eigenvalue: what a direction becomes when the matrix is applied to it very often. */
function mainDirection(matrix: Matrix4): [number, number, number, number] {
  // a multiple of the unit matrix makes the largest eigenvalue the one of largest magnitude as well
  const shift = matrix.flat().reduce((sum, value) => sum + Math.abs(value), 0);
  let power = scaled(matrix.map((row, n) => row.map((value, m) => value + (n === m ? shift : 0))));
  for (let n = 0; n < SQUARINGS; n++) power = scaled(product(power, power));
  // every column is now a multiple of it; the longest is the most exact
  const columns = [0, 1, 2, 3].map((n) => power.map((row) => row[n]!)).sort((one, other) => Math.hypot(...other) - Math.hypot(...one));
  const length = Math.hypot(...columns[0]!);
  return columns[0]!.map((value) => value / length) as [number, number, number, number];
}

const product = (one: Matrix4, other: Matrix4): Matrix4 =>
  one.map((row) => [0, 1, 2, 3].map((column) => row.reduce((sum, value, n) => sum + value * other[n]![column]!, 0)));

function scaled(matrix: Matrix4): Matrix4 {
  const largest = matrix.flat().reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  return matrix.map((row) => row.map((value) => value / largest));
}
