import { frameHeight, largestFrame, readFrame } from '../../src/photos/frame/frame.js';
import { frameForHead, type HeadPoints, headInFrame } from '../../src/photos/frame/head-in-frame.js';

const SIZE = { width: 3000, height: 4000 };

/** An upright head: crown at (1500, 1000), so many pixels high, turned clockwise about its middle. */
function aHead(tall: number, lean = 0, eyes = true): HeadPoints {
  const middle = { x: 1500, y: 1000 + tall / 2 };
  const turn = (lean * Math.PI) / 180;
  const at = (x: number, y: number) => ({
    x: middle.x + x * Math.cos(turn) - y * Math.sin(turn),
    y: middle.y + x * Math.sin(turn) + y * Math.cos(turn),
  });
  return { crown: at(0, -tall / 2), chin: at(0, tall / 2), eyes: eyes ? [at(-tall * 0.15, 0), at(tall * 0.15, 0)] : null };
}

/** A frame 2000 wide and 2800 high whose head of 1340 pixels (33.5 mm) sits where the outline is. */
const FRAME = { left: 500, top: 300, width: 2000, angle: 0 };

describe('the head in the frame', () => {
  it('is told as a share of the height and in millimetres of a photo 70 mm high', () => {
    const { share, millimetres, faults } = headInFrame(aHead(1340), FRAME);
    expect([share, millimetres, faults]).toEqual([expect.closeTo(0.4786, 4), expect.closeTo(33.5, 5), []]);
  });

  it.each([
    [1239, ['small']],
    [1241, []],
    [1439, []],
    [1441, ['large']],
  ])('S17: from 31 to 36 mm is good, %i of 2800 pixels: %j', (tall, faults) =>
    expect(headInFrame(aHead(tall), FRAME).faults).toEqual(faults),
  );

  it.each([
    [{ top: 990 }, ['top']],
    [{ top: -190 }, ['chin']],
    [{ left: 850 }, ['left']],
    [{ left: 150 }, ['right']],
    [{ angle: 6 }, ['leansLeft']],
    [{ angle: -6 }, ['leansRight']],
    [{ angle: 4 }, []],
  ])('%j: %j', (change, faults) => expect(headInFrame(aHead(1340), { ...FRAME, ...change }).faults).toEqual(faults));

  it('tells every fault, the size first; of one that is too large not where it reaches out', () => {
    expect(headInFrame(aHead(1100), { ...FRAME, top: 995, left: 900, angle: -9 }).faults).toEqual(['small', 'top', 'left', 'leansRight']);
    expect(headInFrame(aHead(2500), { ...FRAME, top: 995, left: 900 }).faults).toEqual(['large', 'left']);
  });

  it('says nothing of eyes that are not known', () => expect(headInFrame(aHead(1340, 12, false), FRAME).faults).toEqual([]));

  it('is measured in the turned frame: a head that leans as much as the frame is straight', () => {
    const head = aHead(1340, 10);
    const straight = frameForHead(head, SIZE, 0)!;
    expect(straight.angle).toBe(10);
    expect(headInFrame(head, straight)).toMatchObject({ millimetres: expect.closeTo(33.5, 1), faults: [] });
  });
});

describe('the frame made for a head', () => {
  it.each([
    [800, 0, true],
    [1000, 7, true],
    [1200, -8, true],
    [1000, 3, false],
  ])('of %i pixels leaning by %i°: allowed, the head 33.5 mm and in place', (tall, lean, eyes) => {
    const head = aHead(tall, lean, eyes);
    const frame = frameForHead(head, SIZE, 0)!;
    expect(readFrame(frame, SIZE)).toEqual({ ok: true, frame });
    expect(headInFrame(head, frame)).toMatchObject({ millimetres: expect.closeTo(33.5, 1), faults: [] });
  });

  it('keeps the turn it had when the eyes are not known', () => expect(frameForHead(aHead(1000, 0, false), SIZE, 2.5)!.angle).toBe(2.5));

  it('is as small or as large as may be when the head is', () => {
    expect(frameForHead(aHead(100), SIZE, 0)!.width).toBe(715);
    const large = frameForHead(aHead(2900), SIZE, 0)!;
    expect([large.width, frameHeight(large.width) <= 4000]).toEqual([largestFrame(SIZE)!.width, true]);
  });

  it('is none where no frame fits', () => expect(frameForHead(aHead(1000), { width: 700, height: 4000 }, 0)).toBeNull());
});
