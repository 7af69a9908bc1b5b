import type { View } from './view.js';

/** How bright the picture is as a whole: the mean L* of all that the frame holds, wall and clothes included. Skin is never asked. */
export function measureBrightness({ width, height, lightness }: View): number {
  const count = width * height;
  let sum = 0;
  for (let n = 0; n < count; n++) sum += lightness[n]!;
  return Math.round(sum / count);
}
