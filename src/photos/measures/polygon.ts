/** Corners in pixels, x and y each; closed. */
export type Polygon = readonly (readonly [number, number])[];

/**
 * Calls `visit` for every row of pixels (or every `step`th) that lies in the polygon, from `from` to `to`, both included.
 * Rows and pixels outside of the picture are left out. Even-odd rule, pixel middles count.
 */
export function eachRun(
  polygon: Polygon,
  size: { readonly width: number; readonly height: number },
  visit: (y: number, from: number, to: number) => void,
  step = 1,
): void {
  const highest = Math.max(0, Math.ceil(Math.min(...polygon.map(([, y]) => y))));
  const lowest = Math.min(size.height - 1, Math.floor(Math.max(...polygon.map(([, y]) => y))));
  const crossings: number[] = [];
  for (let y = highest; y <= lowest; y += step) {
    crossings.length = 0;
    for (let n = 0, before = polygon.length - 1; n < polygon.length; before = n++) {
      const one = polygon[n]!;
      const other = polygon[before]!;
      if (one[1] > y !== other[1] > y) crossings.push(one[0] + ((y - one[1]) / (other[1] - one[1])) * (other[0] - one[0]));
    }
    crossings.sort((one, other) => one - other);
    for (let n = 0; n + 1 < crossings.length; n += 2) {
      const from = Math.max(0, Math.ceil(crossings[n]!));
      const to = Math.min(size.width - 1, Math.floor(crossings[n + 1]!));
      if (from <= to) visit(y, from, to);
    }
  }
}

/** The polygon seen from its own middle so many times as large. */
export function grown(polygon: Polygon, times: number, timesDown = times): Polygon {
  const [x, y] = middleOf(polygon);
  return polygon.map(([px, py]) => [x + (px - x) * times, y + (py - y) * timesDown]);
}

export function middleOf(polygon: Polygon): readonly [number, number] {
  let [x, y] = [0, 0];
  for (const [px, py] of polygon) {
    x += px;
    y += py;
  }
  return [x / polygon.length, y / polygon.length];
}
