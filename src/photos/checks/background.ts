import type { Evidence, Finding } from '../finding.js';
import { type Background, measureBackground } from '../measures/background.js';
import { viewOf } from '../measures/view.js';
import { answer } from './answer.js';
import { BACKGROUND } from './limits.js';
import type { Scene } from './scene.js';

/**
 * White, without colour, even, without shadow (S17: background not white): one finding for each fault, or one that passes.
 * A coloured wall is told by its colour even where it is also dark, a shadow by itself even where it makes the wall
 * uneven: that is what the person can see and change. Silent where too little of the background shows.
 */
export function checkBackground(scene: Scene): Finding[] {
  const wall = measureBackground(viewOf(scene));
  if (wall === null) return [];
  const white = whiteness(wall);
  const faults = [colour(wall), white, shadow(wall), evenness(wall)].filter(({ outcome }) => outcome === 'warning');
  const told = (aspect: string): boolean => faults.some((fault) => fault.aspect === aspect);
  const telling = faults.filter(({ aspect }) => !(aspect === 'lightness' && told('colour')) && !(aspect === 'evenness' && told('shadow')));
  return telling.length > 0 ? telling : [white];
}

const about = { check: 'background', reason: 'background_not_white' } as const;

const whiteness = ({ lightness }: Background): Finding =>
  answer({
    ...about,
    aspect: 'lightness',
    fails: lightness < BACKGROUND.lightness.limit,
    measured: lightness,
    ...BACKGROUND.lightness,
    unit: 'L*',
  });

const colour = ({ chroma }: Background): Finding =>
  answer({ ...about, aspect: 'colour', fails: chroma > BACKGROUND.colour.limit, measured: chroma, ...BACKGROUND.colour, unit: 'C*' });

const shadow = ({ shadow: by, shadowAt }: Background): Finding =>
  answer({
    ...about,
    aspect: 'shadow',
    fails: by > BACKGROUND.shadow.limit,
    measured: by,
    ...BACKGROUND.shadow,
    unit: 'L*',
    evidence: [boxOf(shadowAt)],
  });

/** A pattern spreads L* over every part, a gradient or a thing makes one part darker than another. */
function evenness({ spread, range, darkest }: Background): Finding {
  const patterned = spread / BACKGROUND.spread.limit > range / BACKGROUND.range.limit;
  const [measured, limits] = patterned ? [spread, BACKGROUND.spread] : [range, BACKGROUND.range];
  return answer({
    ...about,
    aspect: 'evenness',
    fails: measured > limits.limit,
    measured,
    ...limits,
    unit: 'L*',
    evidence: [boxOf(darkest)],
  });
}

const boxOf = (cell: Background['darkest']): Evidence => ({ kind: 'box', ...cell });
