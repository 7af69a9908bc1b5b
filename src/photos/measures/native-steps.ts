import type { GreyPatch } from '../checks/scene.js';
import { gridIn } from './pixel-grid.js';

/** Steps between neighbours in a patch of the file's own pixels that begins on a JPEG block. */
export interface NativeSteps {
  /** Steps across the edges of 8 × 8 blocks against those within, 1 when there is no difference. */
  readonly blocks: number;
  /** Share of neighbours that are exactly alike. */
  readonly alike: number;
  /** 0 when steps are spread over all columns and rows alike, towards 1 when few of them hold all. */
  readonly lumped: number;
  /** Steps on the lines of a grid of squares against those between them, 1 when there is none, or hardly a neighbour is alike (pixel-grid.ts). */
  readonly grid: number;
  /** Of all that the values rise and fall: the share in steps of so many grey values that no camera makes them in skin. */
  readonly jumps: number;
}

const BLOCK = 8;
/** Added to both sides of a ratio, in grey values: without noise two tiny sums would make a large one. */
const NOISE = 1;
const JUMP = 12;
/** Within squares more neighbours than this are exactly alike: 0.3 and more. Good portraits have 0.1 to 0.2, dots of a print, which repeat as well, 0.04. */
const LEVEL = 0.2;

/** Of a patch of at most 256 × 256. */
const columns = new Float64Array(256);
const rows = new Float64Array(256);

/** Measured once for a patch, however many checks ask. */
export function measureSteps(patch: GreyPatch): NativeSteps {
  const known = measured.get(patch);
  if (known !== undefined) return known;
  const steps = sumUp(patch);
  measured.set(patch, steps);
  return steps;
}
const measured = new WeakMap<GreyPatch, NativeSteps>();

function sumUp({ side, data }: GreyPatch): NativeSteps {
  columns.fill(0);
  rows.fill(0);
  let [alike, total, jumped] = [0, 0, 0];
  for (let y = 1; y < side; y++) {
    for (let x = 1, n = y * side + 1; x < side; x++, n++) {
      const across = Math.abs(data[n]! - data[n - 1]!);
      const down = Math.abs(data[n]! - data[n - side]!);
      columns[x]! += across;
      rows[y]! += down;
      if (across === 0) alike++;
      if (down === 0) alike++;
      if (across >= JUMP) jumped += across;
      if (down >= JUMP) jumped += down;
      total += across + down;
    }
  }
  const lines = side - 1;
  const isLevel = alike > LEVEL * 2 * lines * lines;
  return {
    blocks: Math.min(edges(columns, side), edges(rows, side)),
    alike: alike / (2 * lines * lines),
    lumped: Math.min(lumped(columns, side), lumped(rows, side)),
    grid: isLevel ? gridIn({ columns, rows, side }) : 1,
    jumps: total === 0 ? 1 : jumped / total,
  };
}

/** Mean step at block edges against the median of the other places in a block. */
function edges(lines: Float64Array, side: number): number {
  const sums = new Float64Array(BLOCK);
  const counts = new Float64Array(BLOCK);
  for (let n = 1; n < side; n++) {
    sums[n % BLOCK]! += lines[n]! / (side - 1);
    counts[n % BLOCK]!++;
  }
  const means = sums.map((sum, n) => sum / counts[n]!);
  const within = means.slice(1).sort();
  return (means[0]! + NOISE) / (within[3]! + NOISE);
}

function lumped(lines: Float64Array, side: number): number {
  const sorted = lines.slice(1, side).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return mean === 0 ? 1 : 1 - Math.min(1, sorted[sorted.length >> 1]! / mean);
}
