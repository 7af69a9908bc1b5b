import { brightnessAt } from '../file/colour.js';
import type { Face } from '../engine/analysis.js';
import type { Pixels } from '../file/pixels.js';
import { distance, type Spot, shapeOf, spotOf } from './face-shape.js';
import { INNER_LIP, MOUTH_CORNERS, OUTER_LIP } from './mesh-points.js';

/** Lines across the mouth are laid from this share of its width to that; towards the corners lips always part a little. */
const LINES = { from: 0.25, to: 0.75, count: 17 } as const;
/** Pixels between two samples on a line, and to both sides of it. */
const STEP = 0.5;
const ASIDE = [-1.5, -0.5, 0.5, 1.5] as const;

/** Where the gap is looked for: from the line between the lips by the mesh up and down, as shares of the way from the eyes to the chin. */
const DARK_ZONE = { above: 0.05, below: 0.1 } as const;
/** Teeth begin right at the line; what shines further down is the lip. */
const TEETH_ZONE = { above: 0.03, below: 0.045 } as const;
/** The mesh lays its line up to so far into the upper lip. */
const LINE_WIDTH = 0.012;
/** The lower edge of the lower lip lies in its own shadow: this share of the mouth's height is left out. */
const LOWER_EDGE = 0.12;

/** The dark between the lips has less than this share of the brightness of the darker lip. */
const DARK = 0.7;
/** Teeth are so many times as bright as the darker lip, and have less than this share of the redness of the paler one. */
const TEETH = { brighter: 1.35, redder: 0.88 } as const;

/**
 * How thick the band is that is no lip between the lips: the dark of the mouth, and teeth. As a share of the way from the
 * eyes to the chin, the median of lines across the middle of the mouth. The mesh closes the mouth where full lips part a
 * little; the picture shows it. Lips are only compared with themselves, so that it says the same of everybody.
 */
export function lipGap(face: Face, picture: Pixels): number {
  const mouth = mouthOf(face);
  if (mouth.width < 1 || mouth.unit < 1) return 0;
  const gaps: number[] = [];
  for (let n = 0; n < LINES.count; n++) {
    const across = mouth.width * (LINES.from + ((LINES.to - LINES.from) * n) / (LINES.count - 1));
    gaps.push(gapAt(mouth, picture, across));
  }
  return percentile(gaps, 0.5) / mouth.unit;
}

/** The mouth in its own directions: from one corner to the other, and down. Pixels. */
interface Mouth {
  readonly corner: Spot;
  readonly across: Spot;
  readonly width: number;
  /** From the eyes to the chin. */
  readonly unit: number;
  readonly upper: readonly Spot[];
  readonly lower: readonly Spot[];
  readonly innerUpper: readonly Spot[];
  readonly innerLower: readonly Spot[];
}

function mouthOf(face: Face): Mouth {
  const [corner, other] = [spotOf(face, MOUTH_CORNERS[0]), spotOf(face, MOUTH_CORNERS[1])];
  const width = distance(corner, other);
  const across: Spot = [(other[0] - corner[0]) / width, (other[1] - corner[1]) / width];
  const here = (points: readonly number[]): Spot[] =>
    points
      .map((point): Spot => {
        const [x, y] = spotOf(face, point);
        const [dx, dy] = [x - corner[0], y - corner[1]];
        return [dx * across[0] + dy * across[1], dy * across[0] - dx * across[1]];
      })
      .sort((one, another) => one[0] - another[0]);
  return {
    corner,
    across,
    width,
    unit: shapeOf(face).eyesToChin,
    upper: here(OUTER_LIP.upper),
    lower: here(OUTER_LIP.lower),
    innerUpper: here(INNER_LIP.upper),
    innerLower: here(INNER_LIP.lower),
  };
}

/** One place on a line down the mouth. `redness`: red against the mean of green and blue. */
interface Sample {
  readonly down: number;
  readonly brightness: number;
  readonly redness: number;
}

/** Pixels. */
function gapAt(mouth: Mouth, picture: Pixels, across: number): number {
  const { unit } = mouth;
  const [top, bottom] = [heightAt(mouth.upper, across), heightAt(mouth.lower, across)];
  const line = (heightAt(mouth.innerUpper, across) + heightAt(mouth.innerLower, across)) / 2;
  const samples: Sample[] = [];
  for (let down = top; down <= bottom; down += STEP) samples.push(sampleAt(mouth, picture, across, down));
  const between = (from: number, to: number): Sample[] => samples.filter(({ down }) => down > from && down < to);
  const lips = [
    between(top + 0.15 * (line - top), line - LINE_WIDTH * unit),
    between(line + 0.5 * (bottom - line), line + 0.92 * (bottom - line)),
  ].filter((lip) => lip.length > 0);
  if (lips.length < 2) return 0;
  const low = (key: 'brightness' | 'redness'): number =>
    Math.min(
      ...lips.map((lip) =>
        percentile(
          lip.map((sample) => sample[key]),
          0.25,
        ),
      ),
    );
  const [lip, red] = [low('brightness'), low('redness')];
  const end = bottom - LOWER_EDGE * (bottom - top);
  const within = (zone: { readonly above: number; readonly below: number }): Sample[] =>
    between(line - zone.above * unit, Math.min(end, line + zone.below * unit));
  const dark = within(DARK_ZONE).filter(({ brightness }) => brightness < DARK * lip);
  const teeth = within(TEETH_ZONE).filter(({ brightness, redness }) => brightness > TEETH.brighter * lip && redness < TEETH.redder * red);
  return (dark.length + teeth.length) * STEP;
}

function sampleAt({ corner, across: [x, y] }: Mouth, { data, width, height }: Pixels, across: number, down: number): Sample {
  let [brightness, red, others] = [0, 0, 0];
  for (const aside of ASIDE) {
    const along = across + aside;
    const column = Math.max(0, Math.min(width - 1, Math.round(corner[0] + along * x - down * y)));
    const row = Math.max(0, Math.min(height - 1, Math.round(corner[1] + along * y + down * x)));
    const at = (row * width + column) * 3;
    brightness += brightnessAt(data, at);
    red += data[at]!;
    others += (data[at + 1]! + data[at + 2]!) / 2;
  }
  return { down, brightness: brightness / ASIDE.length, redness: (red + ASIDE.length) / (others + ASIDE.length) };
}

/** Of a line of points from left to right. */
function heightAt(points: readonly Spot[], across: number): number {
  const after = Math.max(
    1,
    points.findIndex(([x]) => x >= across),
  );
  const [one, other] = [points[after - 1]!, points[after]!];
  const share = Math.max(0, Math.min(1, (across - one[0]) / Math.max(1e-6, other[0] - one[0])));
  return one[1] + (other[1] - one[1]) * share;
}

const percentile = (values: number[], share: number): number =>
  values.sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
