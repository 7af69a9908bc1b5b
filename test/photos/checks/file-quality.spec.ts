import { checkCompression } from '../../../src/photos/checks/compression.js';
import { checkRescan } from '../../../src/photos/checks/rescan.js';
import type { GreyPatch } from '../../../src/photos/checks/scene.js';
import { checkSharpness } from '../../../src/photos/checks/sharpness.js';
import { halfOf } from '../../../src/photos/engine/pyramid.js';
import { box, Canvas } from '../canvas.js';
import { faceScene, PEOPLE, type Person, sceneWith } from '../scenes.js';

const SIDE = 256;

/** Noise that is the same every time, about −1 to 1. */
function noise(): () => number {
  let seed = 7;
  return () => {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    return (seed / 2 ** 31 - 1) * 1.2;
  };
}

/** A shaded surface with a little grain, as a camera sees skin; `change` gets its value and place. */
function patch(change: (value: number, x: number, y: number) => number = (value) => value): GreyPatch {
  const grain = noise();
  const data = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) data[y * SIDE + x] = change(130 + 50 * Math.sin(x / 60) + 30 * Math.cos(y / 45) + 3 * grain(), x, y);
  }
  return { side: SIDE, data };
}
const scene = (native: GreyPatch | null, jpegQuality: number | null = 92) => ({
  ...faceScene({ width: 428, height: 600 }),
  native,
  jpegQuality,
});
const compression = (native: GreyPatch | null, quality?: number | null) => checkCompression(scene(native, quality))[0];
const rescan = (native: GreyPatch) => checkRescan(scene(native))[0];

describe('compression', () => {
  it('is fine for a camera’s own picture', () => expect(compression(patch())).toMatchObject({ check: 'compression', outcome: 'pass' }));

  it('is told by the file’s own tables', () => {
    for (const quality of [5, 12, 20])
      expect(compression(patch(), quality)).toMatchObject({ outcome: 'warning', aspect: 'quality', measured: quality });
    for (const quality of [45, 60, 92]) expect(compression(patch(), quality)).toMatchObject({ outcome: 'pass' });
  });

  it('is found after the file was saved again: blocks of eight pixels', () => {
    const blocky = patch((_value, x, y) => 130 + 50 * Math.sin((x - (x % 8)) / 60) + 30 * Math.cos((y - (y % 8)) / 45));
    expect(compression(blocky)).toMatchObject({ outcome: 'warning' });
  });

  it('knows pixels that were enlarged', () => {
    const from = patch();
    const enlarged = patch((_value, x, y) => from.data[Math.floor(y / 5) * SIDE + Math.floor(x / 5)]!);
    expect(compression(enlarged)).toMatchObject({ outcome: 'warning', aspect: 'squares' });
  });

  it('knows them from nine and a half pixels each as well, softened by packing', () => {
    const from = patch();
    const grain = noise();
    const squares = patch((_value, x, y) => from.data[Math.floor(y / 9.4) * 6 * SIDE + Math.floor(x / 9.4) * 6]! + (grain() > 0.6 ? 1 : 0));
    expect(compression(squares)).toMatchObject({ outcome: 'warning', aspect: 'squares' });
  });

  it('takes neither the rims of glasses nor dots of a print for them', () => {
    const rims = patch((value, x) => (x % 90 < 4 ? value - 90 : value));
    expect(compression(rims)).toMatchObject({ outcome: 'pass' });
    const dots = patch((value, x, y) => value + 12 * (Math.cos((x + y) * 0.9) + Math.cos((x - y) * 0.9)));
    expect(compression(dots)).toMatchObject({ outcome: 'pass' });
  });

  it('knows a picture of few tones', () => {
    for (const tones of [5, 8]) {
      const step = 255 / (tones - 1);
      const few = patch((value, x, y) => Math.round(value / step) * step + 2.5 * Math.sin(x * 12.9 + y * 78.2));
      expect(compression(few)).toMatchObject({ outcome: 'warning', aspect: 'tones' });
    }
  });

  it('says nothing about a PNG without a face', () => expect(checkCompression({ ...scene(null, null) })).toEqual([]));
});

describe('a photo of a photo', () => {
  it('is not what skin and bold frames of glasses look like', () => {
    expect(rescan(patch())).toMatchObject({ check: 'rescan', outcome: 'pass' });
    const rim = (x: number, y: number, at: number) => Math.abs(Math.hypot(x - at, y - 90) - 45);
    const frames = patch((value, x, y) => value - 100 * Math.max(0, Math.min(1, (6 - Math.min(rim(x, y, 70), rim(x, y, 190))) / 3)));
    expect(rescan(frames)).toMatchObject({ outcome: 'pass' });
  });

  it.each([
    ['dots of a print', (x: number, y: number) => 12 * (Math.cos((x + y) * 0.9) + Math.cos((x - y) * 0.9))],
    ['moiré of a screen', (x: number, y: number) => 9 * Math.cos(2 * Math.PI * (0.31 * x + 0.012 * y))],
    ['lines of a screen', (_x: number, y: number) => 8 * Math.cos((2 * Math.PI * y) / 5.3)],
  ])('is told by %s', (_name, pattern) => {
    expect(rescan(patch((value, x, y) => value + pattern(x, y)))).toMatchObject({ outcome: 'warning', aspect: 'dots' });
  });

  it('is told by the four edges of a paper on a table, even a little turned, but not by a door frame', () => {
    const paper = new Canvas(714, 1000, [92, 74, 58]);
    paper.fill(
      [
        [70, 75],
        [650, 60],
        [660, 930],
        [80, 945],
      ],
      [240, 240, 240],
    );
    const [finding] = checkRescan(sceneWith(paper.pixels()));
    expect(finding).toMatchObject({ outcome: 'warning', aspect: 'edges' });
    const [place] = finding!.evidence!;
    if (place?.kind !== 'outline') throw new Error('no outline');
    expect(place.points).toHaveLength(4);
    expect(place.points[0]![0]).toBeCloseTo(70 / 714, 1);
    expect(place.points[2]![1]).toBeCloseTo(0.93, 1);
    const door = new Canvas(714, 1000, [92, 74, 58]);
    door.fill(box(80, 80, 550, 920), [240, 240, 240]);
    expect(checkRescan(sceneWith(door.pixels()))[0]).toMatchObject({ outcome: 'pass' });
  });
});

/** The scene's picture with each pixel the mean of a square around it, and grain. */
function blurred(person: Person, reach: number, grain = 0) {
  const made = faceScene({ person, paint: freckles });
  const { width, height, data } = made.picture;
  const random = noise();
  let values = Float32Array.from(data);
  for (const step of [3, 3 * width]) {
    for (let round = 0; round < (reach === 0 ? 0 : 2); round++) {
      const from = values;
      values = from.map((value, at) => {
        let sum = value;
        for (let n = 1; n <= reach; n++) sum += (from[at - n * step] ?? value) + (from[at + n * step] ?? value);
        return sum / (2 * reach + 1);
      });
    }
  }
  const picture = { data: Uint8Array.from(values, (value) => Math.max(0, Math.min(255, value + grain * random()))), width, height };
  return checkSharpness({ ...made, picture, half: halfOf(picture) })[0]!;
}

/** Skin has pores; a painted one gets them. */
const freckles = (canvas: Canvas) => {
  const random = noise();
  for (let at = 0; at < canvas.data.length; at++) canvas.data[at] = Math.max(0, Math.min(255, canvas.data[at]! + 3 * random()));
};

describe.each(Object.keys(PEOPLE) as Person[])('sharpness of a photo of a %s person', (person) => {
  it('is fine, and blur is found, under grain as well', () => {
    expect(blurred(person, 0)).toMatchObject({ check: 'sharpness', outcome: 'pass' });
    expect(blurred(person, 3)).toMatchObject({ outcome: 'warning', reason: 'features_not_visible' });
    expect(blurred(person, 5, 8)).toMatchObject({ outcome: 'warning', aspect: 'grain' });
  });
});
