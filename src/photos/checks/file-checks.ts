import type { Finding } from '../finding.js';
import { MAX_FILE_BYTES, MAX_SIZE, MIN_SIZE, type PictureSize, RATIO, RATIO_TOLERANCE } from '../photo.rules.js';
import type { PhotoFile, RefusedFile } from '../file/photo-file.js';

// The only checks that block (S17, S20): what the file is, how large, and how many pixels the frame gives.

/** Of a file that is taken: two passes with their figures. Of one that is not: the one thing to fix. */
export function fileFindings(file: PhotoFile | RefusedFile): Finding[] {
  if (!file.ok) return [refusal(file)];
  return [
    { check: 'file_type', outcome: 'pass', measured: null, limit: null, unit: '', reason: null, params: { type: file.type } },
    { check: 'file_size', outcome: 'pass', measured: file.bytes, limit: MAX_FILE_BYTES, unit: 'bytes', reason: null },
  ];
}

/**
 * Pixels and shape of the framed picture, not of the upload. Both sides stand in `params`; `measured` is the worse one, or
 * where only the shape is wrong, width divided by height.
 */
export function dimensionFinding({ width, height }: PictureSize): Finding {
  const wide = outside(width, MIN_SIZE.width, MAX_SIZE.width);
  const high = outside(height, MIN_SIZE.height, MAX_SIZE.height);
  const crooked = Math.abs(width / height - RATIO) > RATIO_TOLERANCE;
  const wrong = wide || high || crooked;
  const judgeHeight = high && !wide;
  return {
    check: 'dimensions',
    outcome: wrong ? 'must_fix' : 'pass',
    ...(crooked && !wide && !high
      ? { measured: inTenThousandths(width / height), limit: SHAPES, unit: '' }
      : {
          measured: judgeHeight ? height : width,
          limit: judgeHeight ? [MIN_SIZE.height, MAX_SIZE.height] : [MIN_SIZE.width, MAX_SIZE.width],
          unit: 'px',
        }),
    reason: wrong ? 'wrong_dimensions' : null,
    params: { width, height },
  };
}

function refusal({ reason, detail }: RefusedFile): Finding {
  if (reason === 'tooLarge') {
    return {
      check: 'file_size',
      outcome: 'must_fix',
      measured: detail?.bytes ?? null,
      limit: MAX_FILE_BYTES,
      unit: 'bytes',
      reason: 'file_too_large',
    };
  }
  const params = { refusal: reason, ...detail };
  if (reason === 'tooManyPixels') {
    return {
      check: 'dimensions',
      outcome: 'must_fix',
      measured: detail?.width ?? null,
      limit: null,
      unit: 'px',
      reason: 'wrong_dimensions',
      params,
    };
  }
  return { check: 'file_type', outcome: 'must_fix', measured: null, limit: null, unit: '', reason: 'other', params };
}

const outside = (value: number, lowest: number, highest: number): boolean => value < lowest || value > highest;

const inTenThousandths = (value: number): number => Math.round(value * 10_000) / 10_000;
/** The narrowest and the widest, width divided by height. */
const SHAPES = [inTenThousandths(RATIO - RATIO_TOLERANCE), inTenThousandths(RATIO + RATIO_TOLERANCE)] as const;
