import { binAtShare, type Histogram } from './histogram.js';

/** Of L*, half an L* each. */
export const BINS = 201;
export const binOf = (light: number): number => (light * 2 + 0.5) | 0;
/** In L*. */
export const medianOf = (histogram: Histogram, size: number): number => binAtShare(histogram, size, 0.5) / 2;
