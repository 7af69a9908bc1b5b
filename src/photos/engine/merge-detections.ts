import type { Detection, FaceBox } from './analysis.js';

/** Two answers of one detector are about one face when they share so much of both together. */
const SAME_FACE = 0.3;
/** Two detectors draw their boxes differently: so much of the smaller one lies in the other. */
const SAME_PLACE = 0.3;

/** One detector's answers made one for each face: the surest, moved by the others as far as they are sure. */
export function mergedByScore(found: readonly Detection[]): Detection[] {
  const faces: { mean: Detection; weight: number }[] = [];
  for (const detection of [...found].sort((one, other) => other.score - one.score)) {
    const same = faces.find(({ mean }) => overlap(mean, detection) > SAME_FACE * (area(mean) + area(detection) - overlap(mean, detection)));
    if (same === undefined) faces.push({ mean: detection, weight: detection.score });
    else {
      same.weight += detection.score;
      same.mean = between(same.mean, detection, detection.score / same.weight);
    }
  }
  return faces.map(({ mean }) => mean);
}

/** What `more` found is added where `first` found nothing; the largest face first. */
export function united(first: readonly Detection[], more: readonly Detection[]): Detection[] {
  const added = more.filter((other) => !first.some((one) => overlap(one, other) > SAME_PLACE * Math.min(area(one), area(other))));
  return [...first, ...added].sort((one, other) => area(other) - area(one));
}

const area = ({ width, height }: FaceBox): number => width * height;

function overlap(one: FaceBox, other: FaceBox): number {
  const across = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const down = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return Math.max(0, across) * Math.max(0, down);
}

function between(one: Detection, other: Detection, share: number): Detection {
  const mix = (from: number, to: number) => from + (to - from) * share;
  return {
    score: one.score,
    left: mix(one.left, other.left),
    top: mix(one.top, other.top),
    width: mix(one.width, other.width),
    height: mix(one.height, other.height),
    points: one.points.map(([x, y], n) => [mix(x, other.points[n]![0]), mix(y, other.points[n]![1])] as const),
  };
}
