import type { Finding } from '../finding.js';
import { measureSteps, type NativeSteps } from '../measures/native-steps.js';
import { measureToneGaps } from '../measures/tone-levels.js';
import { answer } from './answer.js';
import { COMPRESSION } from './limits.js';
import type { Scene } from './scene.js';

const about = { check: 'compression', reason: 'features_not_visible', unit: '' } as const;

/** Large square pixels: steps stand on the lines of a grid. */
export const hasSquares = ({ lumped, grid }: NativeSteps): boolean => lumped > COMPRESSION.lumped.limit || grid > COMPRESSION.grid.limit;

/**
 * The file keeps the face's detail: neither packed too small, now or once before, nor enlarged from few pixels, nor with
 * few tones. The strongest sign is told. Silent for a PNG in which no face gives a place to look at.
 */
export function checkCompression({ native, jpegQuality }: Scene): Finding[] {
  const quality =
    jpegQuality === null
      ? null
      : answer({
          ...about,
          aspect: 'quality',
          fails: jpegQuality < COMPRESSION.quality.limit,
          measured: jpegQuality,
          ...COMPRESSION.quality,
        });
  if (quality?.outcome === 'warning' || native === null) return quality === null ? [] : [quality];
  const steps = measureSteps(native);
  const { blocks, lumped, grid, jumps, alike } = steps;
  const gaps = measureToneGaps(native);
  const packed = answer({ ...about, aspect: 'blocks', fails: blocks > COMPRESSION.blocks.limit, measured: blocks, ...COMPRESSION.blocks });
  const ofGrid = lumped <= COMPRESSION.lumped.limit;
  const squares = answer({
    ...about,
    aspect: 'squares',
    fails: hasSquares(steps),
    measured: ofGrid ? grid : lumped,
    ...(ofGrid ? COMPRESSION.grid : COMPRESSION.lumped),
  });
  const fewTones = gaps > COMPRESSION.gaps.limit && jumps > COMPRESSION.jumps && alike < COMPRESSION.alike;
  const tones = answer({ ...about, aspect: 'tones', fails: fewTones, measured: gaps, ...COMPRESSION.gaps });
  return [[packed, squares, tones].find(({ outcome }) => outcome === 'warning') ?? packed];
}
