/** Sums of the steps from each column and row of a square patch to the next; the first one has none. The arrays may be longer. */
interface StepLines {
  readonly columns: Float64Array;
  readonly rows: Float64Array;
  readonly side: number;
}

/** Squares of so many pixels are looked for; larger ones leave most columns without any step, which `lumped` tells. */
const SIDES = { least: 3, most: 16.5 } as const;
/** Two grids that are apart by less than this many squares over the whole patch are the same one. */
const FINE = 0.2;
/** A grid begins anywhere: pixels between two beginnings that are tried. */
const SHIFT = 0.5;
/** The grid must show in each of so many parts: the rim of glasses is an edge as well, but in one part only. */
const PARTS = 3;
/** Added to both sides of a ratio, in grey values: without noise two tiny sums would make a large one. */
const NOISE = 1;
/** One edge counts for at most so many times the ordinary step. */
const MOST = 6;

/** A JPEG's own grid, on which the patch begins, is told by `blocks`: its lines are not looked at. */
const BLOCK = 8;

/**
 * How much larger steps are on the lines of a grid of squares than between them, in both directions and in all parts of a
 * patch: 1 without a grid. Squares need not be of whole pixels: an enlarged picture has, say, 9.4 of them to a square.
 */
export const gridIn = ({ columns, rows, side }: StepLines): number => Math.min(strongest(columns, side), strongest(rows, side));

const sums = new Float64Array(PARTS);
const counts = new Float64Array(PARTS);
const totals = new Float64Array(PARTS);

function strongest(lines: Float64Array, side: number): number {
  const steps = lines.slice(0, side).map((sum) => sum / (side - 1));
  const ordinary = [...steps.subarray(1)].sort((one, other) => one - other)[side >> 1]!;
  const part = side / PARTS;
  totals.fill(0);
  for (let n = BLOCK; n + 1 < side; n += BLOCK) steps[n] = (steps[n - 1]! + steps[n + 1]!) / 2;
  for (let n = 1; n < side; n++) {
    steps[n] = Math.min(steps[n]!, MOST * (ordinary + NOISE));
    totals[Math.floor(n / part)]! += steps[n]!;
  }
  let best = 1;
  for (let squares = side / SIDES.most; squares <= side / SIDES.least; squares += FINE) {
    const period = side / squares;
    for (let first = 0; first < period; first += SHIFT) best = Math.max(best, shownBy(steps, side, first, period));
  }
  return best;
}

/** The weakest part decides. */
function shownBy(steps: Float64Array, side: number, first: number, period: number): number {
  const part = side / PARTS;
  sums.fill(0);
  counts.fill(0);
  for (let place = first; place < side - 0.5; place += period) {
    const line = Math.round(place);
    if (line < 1) continue;
    const at = Math.floor(line / part);
    sums[at]! += steps[line]!;
    counts[at]!++;
  }
  let weakest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < PARTS; at++) {
    const on = sums[at]! / counts[at]!;
    const beside = (totals[at]! - sums[at]!) / (part - counts[at]!);
    weakest = Math.min(weakest, (on + NOISE) / (beside + NOISE));
  }
  return weakest;
}
