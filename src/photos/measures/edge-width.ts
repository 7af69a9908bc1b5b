import { eachRun, type Polygon } from './polygon.js';
import { binAtShare } from './histogram.js';
import type { Grey } from './reblur.js';

const values = new Uint32Array(256);
const steps = new Uint32Array(256);
/** Steps are counted in halves of a grey value. */
const FINE = 2;
/** Grey values: without any contrast nothing can be said of edges. */
const LEAST_CONTRAST = 10;

/**
 * How steep the steepest edges in a part are: the step to the next pixel that one in a hundred exceeds, as a share of the
 * part's whole contrast. Grain does not make it larger, other than with `reblur`, and neither do dark or light skin.
 */
export function measureSteepness(grey: Grey, polygon: Polygon): number {
  values.fill(0);
  steps.fill(0);
  let count = 0;
  const { data, width, height } = grey;
  eachRun(polygon, grey, (y, from, to) => {
    if (y < 1 || y >= height - 1) return;
    for (let n = y * width + Math.max(1, from); n <= y * width + Math.min(width - 2, to); n++) {
      const step = Math.hypot(data[n + 1]! - data[n - 1]!, data[n + width]! - data[n - width]!) / 2;
      steps[Math.min(255, (step * FINE + 0.5) | 0)]!++;
      values[data[n]!]!++;
      count++;
    }
  });
  const contrast = binAtShare(values, count, 0.98) - binAtShare(values, count, 0.02);
  return binAtShare(steps, count, 0.99) / FINE / (contrast + LEAST_CONTRAST);
}
