import { hiddenShadow } from './hidden-shadow.js';
import { binAtShare } from './histogram.js';
import { BINS, binOf, medianOf } from './light-bins.js';
import { shadowBeside } from './shadow-beside.js';
import { BEHIND, type View } from './view.js';

/** What lies behind the person. L* and C* of CIE; places are shares of the picture's sides. */
export interface Background {
  /** Mean L*, and a* and b* of the mean colour. */
  readonly lightness: number;
  readonly a: number;
  readonly b: number;
  /** C* of the mean colour: 0 has none. */
  readonly chroma: number;
  /** Standard deviation of L*. */
  readonly spread: number;
  /** L* from the second darkest to the lightest of CELLS × CELLS parts, each by its median. */
  readonly range: number;
  readonly darkest: Cell;
  /** L* that the wall next to the person is darker than further away; negative where it is lighter. */
  readonly shadow: number;
  readonly shadowAt: Cell;
}

export interface Cell {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const CELLS = 8;
/** A cell with fewer pixels, of the half-size picture, says nothing. */
const LEAST_IN_CELL = 400;
/** Less than this share of the picture is no background to judge. */
const LEAST_SHARE = 0.02;
/** The darkest and the lightest so many are left out: wisps of hair, a speck of dust. */
const STRAY = 0.02;

const all = new Uint32Array(BINS);
const cells = Array.from({ length: CELLS * CELLS }, () => new Uint32Array(BINS));
const sizes = new Uint32Array(CELLS * CELLS);

/** Null where too little of it shows. Summed up once for a photo, however many checks ask. */
export function measureBackground(view: View): Background | null {
  const known = measured.get(view);
  if (known !== undefined) return known;
  const background = sumUp(view);
  measured.set(view, background);
  return background;
}
const measured = new WeakMap<View, Background | null>();

function sumUp(view: View): Background | null {
  const { width, height, regions, lightness, a, b } = view;
  if (view.behind === 0 || view.behind < LEAST_SHARE * width * height) return null;
  count(view);
  const behind = withoutHair(view);
  const [low, high] = [binAtShare(all, behind, STRAY), binAtShare(all, behind, 1 - STRAY)];
  let seen = 0;
  let sum = 0;
  let squares = 0;
  let sumA = 0;
  let sumB = 0;
  for (let n = 0; n < width * height; n++) {
    if (regions[n] !== BEHIND) continue;
    const light = lightness[n]!;
    const bin = binOf(light);
    if (bin < low || bin > high) continue;
    seen++;
    sum += light;
    squares += light * light;
    sumA += a[n]!;
    sumB += b[n]!;
  }
  const mean = sum / seen;
  const [meanA, meanB] = [sumA / seen, sumB / seen];
  const parts = extremes();
  const beside = shadowBeside(view);
  const hidden = hiddenShadow(view, { lightness: mean, a: meanA, b: meanB });
  return {
    lightness: mean,
    a: meanA,
    b: meanB,
    chroma: Math.hypot(meanA, meanB),
    spread: Math.sqrt(Math.max(0, squares / seen - mean * mean)),
    ...parts,
    shadow: Math.max(beside, hidden?.darker ?? beside),
    shadowAt: hidden !== null && hidden.darker > beside ? hidden.place : parts.darkest,
  };
}

function count({ width, height, regions, lightness }: View): void {
  all.fill(0);
  for (const cell of cells) cell.fill(0);
  sizes.fill(0);
  for (let y = 0, n = 0; y < height; y++) {
    const row = Math.floor((y * CELLS) / height) * CELLS;
    for (let x = 0; x < width; x++, n++) {
      if (regions[n] !== BEHIND) continue;
      const cell = row + Math.floor((x * CELLS) / width);
      const bin = binOf(lightness[n]!);
      all[bin]!++;
      cells[cell]![bin]!++;
      sizes[cell]!++;
    }
  }
}

/** So much darker than the wall, in L*, hair may be that the segmenter left out, as long as it is no more than this share. */
const HAIR = { darker: 45, share: 0.08 };

/** Takes very dark pixels out of the background when they are few; returns how many pixels are left. */
function withoutHair(view: View): number {
  const { width, height, regions, lightness, behind } = view;
  const least = binAtShare(all, behind, 0.5) / 2 - HAIR.darker;
  let dark = 0;
  for (let bin = 0; bin < 2 * least; bin++) dark += all[bin]!;
  if (dark === 0 || dark > HAIR.share * behind) return behind;
  let left = 0;
  for (let n = 0; n < width * height; n++) {
    if (regions[n] !== BEHIND) continue;
    if (lightness[n]! < least) regions[n] = 0;
    else left++;
  }
  count(view);
  return left;
}

function extremes(): Pick<Background, 'range' | 'darkest'> {
  const seen: { readonly cell: number; readonly light: number }[] = [];
  for (let cell = 0; cell < cells.length; cell++) {
    if (sizes[cell]! >= LEAST_IN_CELL) seen.push({ cell, light: medianOf(cells[cell]!, sizes[cell]!) });
  }
  seen.sort((one, other) => one.light - other.light);
  // A single cell may be full of hair that stands out; a shadow or a thing covers more than one.
  const [first, second] = [seen[0], seen[1]];
  const lightest = seen.at(-1);
  const side = 1 / CELLS;
  const at = first?.cell ?? 0;
  return {
    range: second === undefined || lightest === undefined ? 0 : lightest.light - second.light,
    darkest: { left: (at % CELLS) * side, top: Math.floor(at / CELLS) * side, width: side, height: side },
  };
}
