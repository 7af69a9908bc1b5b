import {
  FRAME_ACTS,
  type Frame,
  frameBox,
  frameHeight,
  frameOutcome,
  keepInside,
  largestFrame,
  moveFrame,
  readFrame,
} from '../../src/photos/frame/frame.js';
import { boxIsInside } from '../../src/photos/frame/turned-box.js';

const of = (width: number, height: number) => ({ width, height });

describe('S23: the frame is 5:7 ± 0.005 in whole pixels', () => {
  it('at every width', () => {
    for (let width = 715; width <= 8000; width++) {
      const height = frameHeight(width);
      expect(Number.isInteger(height)).toBe(true);
      expect(Math.abs(width / height - 5 / 7)).toBeLessThan(0.005);
      expect(height).toBeGreaterThanOrEqual(1000);
    }
  });

  it('gives the two sizes of S17 exactly', () => expect([715, 2000].map(frameHeight)).toEqual([1000, 2800]));

  it.each([
    [715, 1000, { left: 0, top: 0, width: 715, angle: 0 }],
    [1000, 1000, { left: 143, top: 0, width: 715, angle: 0 }],
    [2000, 1000, { left: 643, top: 0, width: 715, angle: 0 }],
    [715, 5000, { left: 0, top: 2000, width: 715, angle: 0 }],
    [2000, 2800, { left: 0, top: 0, width: 2000, angle: 0 }],
  ])('a picture of %i × %i holds one', (width, height, frame) => expect(largestFrame(of(width, height))).toEqual(frame));

  it.each([
    [714, 1000],
    [715, 999],
    [1, 1],
    [1000, 715],
  ])('a picture of %i × %i holds none', (width, height) => expect(largestFrame(of(width, height))).toBeNull());

  it('is as large as it can be', () => {
    for (let n = 0; n < 400; n++) {
      const size = of(715 + ((n * 7919) % 3000), 1000 + ((n * 104_729) % 3000));
      const { width } = largestFrame(size)!;
      expect(width + 1 > size.width || frameHeight(width + 1) > size.height).toBe(true);
    }
  });
});

describe('moving the frame', () => {
  const size = of(3000, 4000);
  const start: Frame = { left: 500, top: 600, width: 1000, angle: 0 };

  it.each([
    ['up', { top: 590 }],
    ['down', { top: 610 }],
    ['left', { left: 490 }],
    ['right', { left: 510 }],
    ['cw', { angle: 10 }],
    ['ccw', { angle: -10 }],
    ['larger', { left: 495, top: 593, width: 1010 }],
    ['smaller', { left: 505, top: 607, width: 990 }],
  ] as const)('%s', (act, changed) => expect(moveFrame(start, act, 10, size)).toEqual({ ...start, ...changed }));

  it('stops at the edge, at the smallest size and at the largest', () => {
    expect(moveFrame(start, 'up', 9999, size).top).toBe(0);
    expect(moveFrame(start, 'right', 9999, size).left).toBe(2000);
    expect(moveFrame(start, 'smaller', 9999, size).width).toBe(715);
    expect(moveFrame(start, 'larger', 9999, size).width).toBe(largestFrame(size)!.width);
    const tight = largestFrame(of(715, 1000))!;
    expect(moveFrame(tight, 'cw', 1, of(715, 1000))).toEqual(tight);
  });

  it('never leaves an empty corner, whatever is pressed how often', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let picture = 0; picture < 60; picture++) {
      const sides = of(715 + random(4000), 1000 + random(4000));
      let frame = largestFrame(sides)!;
      for (let press = 0; press < 60; press++) {
        frame = moveFrame(frame, FRAME_ACTS[random(FRAME_ACTS.length)]!, random(200), sides);
        expect(boxIsInside(frameBox(frame), sides)).toBe(true);
        expect([frame.left, frame.top, frame.width].every(Number.isInteger)).toBe(true);
        expect(frame.width).toBeGreaterThanOrEqual(715);
        expect(Math.abs(frame.width / frameHeight(frame.width) - 5 / 7)).toBeLessThan(0.005);
        expect(readFrame(frame, sides)).toEqual({ ok: true, frame });
      }
    }
  });
});

describe('numbers from a form', () => {
  const size = of(1600, 2000);

  it.each([
    [{ left: 100, top: 100, width: 714, angle: 0 }, 'frameTooSmall'],
    [{ left: 0, top: 0, width: 1429, angle: 0 }, 'frameTooLarge', of(1600, 1999)],
    [{ left: 886, top: 0, width: 715, angle: 0 }, 'frameOutside'],
    [{ left: 0, top: 1001, width: 715, angle: 0 }, 'frameOutside'],
    [{ left: -1, top: 0, width: 715, angle: 0 }, 'frameOutside'],
    [{ left: 0, top: 0, width: 715, angle: 5 }, 'frameOutside'],
    [{ left: Number.NaN, top: 0, width: 715, angle: 0 }, 'frameNotNumbers'],
    [{ left: 0, top: 0, width: 715, angle: Number.POSITIVE_INFINITY }, 'frameNotNumbers'],
    [{ left: 0, top: 0, width: 715, angle: 0 }, 'pictureTooSmall', of(714, 2000)],
  ] as const)('%o is refused: %s', (frame, error, sides: { width: number; height: number } = size) =>
    expect(readFrame(frame, sides)).toEqual({ ok: false, error }),
  );

  it('takes the last place at each edge', () => {
    for (const frame of [
      { left: 885, top: 1000, width: 715, angle: 0 },
      { left: 0, top: 0, width: 1429, angle: 0 },
    ])
      expect(readFrame(frame, size)).toEqual({ ok: true, frame });
  });

  it('makes whole pixels and the shortest turn of what it is given', () => {
    expect(readFrame({ left: 200.4, top: 300.6, width: 800.2, angle: 363.04 }, size)).toEqual({
      ok: true,
      frame: { left: 200, top: 301, width: 800, angle: 3 },
    });
  });

  it('a frame outside can be brought inside', () => {
    expect(keepInside({ left: -50, top: 5000, width: 10, angle: 0 }, size)).toMatchObject({ left: 0, width: 715 });
  });
});

describe('S17: the photo that comes out', () => {
  it.each([
    [715, of(715, 1000), false],
    [2000, of(2000, 2800), false],
    [2001, of(2000, 2800), true],
    [4000, of(2000, 2800), true],
  ])('of a frame %i wide', (width, out, reduced) => expect(frameOutcome({ width })).toEqual({ ...out, reduced }));
});
