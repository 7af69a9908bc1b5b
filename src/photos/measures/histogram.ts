/** Counts of values from 0 up to `length` bins, to find shares of many values without sorting them. */
export type Histogram = Uint32Array;

/** The bin below which `share` of all `count` values lie. 0 when there are none. */
export function binAtShare(histogram: Histogram, count: number, share: number): number {
  const wanted = share * count;
  let seen = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    seen += histogram[bin]!;
    if (seen > wanted || (seen === count && count > 0)) return bin;
  }
  return 0;
}
