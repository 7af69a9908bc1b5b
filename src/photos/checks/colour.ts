import type { Finding } from '../finding.js';
import { labAt } from '../file/colour.js';
import { type Background, measureBackground } from '../measures/background.js';
import { measureSclera, type Sclera } from '../measures/sclera.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { CAST, CAST_WALL, SCLERA_COLOURS } from './limits.js';
import type { Scene } from './scene.js';

/**
 * The light has no colour of its own. A wall may be painted, and eyes may be reddish or yellowish: only when the whites of
 * the eyes have the wall's colour, more of it than eyes have by nature, the light has it. C*; silent where either is hidden.
 */
export function checkColour(scene: Scene): Finding[] {
  const wall = measureBackground(viewOf(scene));
  const sclera = measureSclera(scene);
  if (wall === null || sclera === null) return [];
  const measured = wall.chroma < CAST_WALL ? 0 : shift(wall, sclera);
  return [answer({ check: 'colour', fails: measured > CAST.limit, measured, ...CAST, unit: 'C*', reason: 'other' })];
}

/** How far the eyes' white is out of its natural range, in the direction of the wall's colour. */
function shift({ a, b, chroma }: Background, { red, green, blue }: Sclera): number {
  const white = labAt(Uint8Array.of(red, green, blue), 0);
  return Math.max(0, (beyond(white.a, SCLERA_COLOURS.a) * a + beyond(white.b, SCLERA_COLOURS.b) * b) / chroma);
}

const beyond = (value: number, [lowest, highest]: readonly [number, number]): number => value - Math.min(highest, Math.max(lowest, value));
