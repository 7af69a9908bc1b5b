import sharp from 'sharp';
import { sceneOf } from '../../src/photos/checks/scene-of.js';
import type { FaceEngine } from '../../src/photos/engine/analysis.js';
import { loadFaceEngine } from '../../src/photos/engine/face-engine.js';
import { readFrame } from '../../src/photos/frame/frame.js';
import { headOf } from '../../src/photos/measures/head.js';
import { suggestFrameOf } from '../../src/photos/frame/suggest-frame.js';
import { drawPortrait, type PortraitWishes } from '../../src/seeds/drawn-portrait.js';

/** A portrait drawn for 1000 × 1400, and the head it has there: 33.5 mm of 70. */
const DRAWN_HEAD = 670 / 1400;

describe('the suggested frame', () => {
  let engine: FaceEngine;
  beforeAll(async () => {
    engine = await loadFaceEngine();
  });

  /** What the checks see through the frame: the head in millimetres, its middle, top and chin in shares, its turn. */
  async function through(photo: Buffer) {
    const { frame, head, faces } = await suggestFrameOf(photo, engine);
    if (frame === null || head === null) throw new Error('no frame, or no head');
    const { picture, analysis } = await sceneOf(photo, frame, engine);
    const { width, height } = await sharp(photo)
      .metadata()
      .then(({ autoOrient }) => autoOrient);
    const seen = headOf(analysis.face!, analysis.mask, picture);
    return {
      frame,
      head,
      faces,
      allowed: readFrame(frame, { width, height }).ok,
      millimetres: (seen.height / picture.height) * 70,
      across: (seen.eyes[0].x + seen.eyes[1].x) / 2 / picture.width,
      top: seen.top.y / picture.height,
      chin: seen.chin.y / picture.height,
      turn: seen.turn,
    };
  }

  const PICTURES: [string, PortraitWishes, Partial<Record<'angle', number>>][] = [
    ['a phone’s picture lying across, the head small', { width: 4000, height: 3000, headScale: 0.4 }, { angle: 0 }],
    [
      'a phone’s picture held upright, the head to the left and high',
      { width: 2250, height: 3000, headScale: 0.5, headX: -0.15, headY: -0.15 },
      { angle: 0 },
    ],
    ['a leaning head', { width: 2400, height: 2400, headScale: 0.6, turn: 9 }, { angle: 9 }],
    ['dark skin and a covering', { width: 2000, height: 2500, headScale: 0.6, skin: 'dark', hair: 'covered' }, { angle: 0 }],
    ['a picture that its note sets upright', { width: 1800, height: 2400, headScale: 0.6, orientation: 6 }, { angle: 0 }],
  ];

  it.each(PICTURES)('%s: the head is 33.5 mm, level and in the middle', async (_name, wishes, { angle }) => {
    const photo = await drawPortrait(wishes);
    const seen = await through(photo);
    expect([seen.faces, seen.allowed]).toEqual([1, true]);
    expect(seen.millimetres).toBeGreaterThan(32.8);
    expect(seen.millimetres).toBeLessThan(34.2);
    expect(Math.abs(seen.across - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(seen.frame.angle - (angle ?? 0))).toBeLessThanOrEqual(1);
    expect(Math.abs(seen.turn)).toBeLessThan(1);
    expect(seen.top).toBeGreaterThan(0.02);
    expect(seen.chin).toBeLessThan(0.86);
    const drawn = DRAWN_HEAD * (wishes.headScale ?? 1) * (wishes.height ?? 1400);
    expect(Math.abs(Math.hypot(seen.head.crown.x - seen.head.chin.x, seen.head.crown.y - seen.head.chin.y) / drawn - 1)).toBeLessThan(0.05);
  });

  it.each([90, 180, 270])('a picture turned by %i degrees that does not say so: the frame is turned', async (turned) => {
    const upright = await drawPortrait({ width: 1800, height: 2400, headScale: 0.6 });
    const seen = await through(await sharp(upright).rotate(turned).jpeg().toBuffer());
    const off = Math.abs(seen.frame.angle - turned) % 360;
    expect(Math.min(off, 360 - off)).toBeLessThan(1);
    expect(Math.abs(seen.millimetres - 33.5)).toBeLessThan(0.7);
  });

  it('a face near the edge: the frame stays in the picture, the head is larger or not in the middle', async () => {
    const seen = await through(await drawPortrait({ width: 2400, height: 2400, headScale: 0.6, headX: -0.36 }));
    expect(seen.allowed).toBe(true);
    expect(seen.millimetres).toBeGreaterThan(31);
    expect(seen.millimetres).toBeLessThan(36);
    expect(seen.frame.left).toBeLessThan(20);
  });

  it('a good portrait is used whole, and keeps its pixels', async () => {
    const { frame } = await suggestFrameOf(await drawPortrait(), engine);
    expect(frame).toMatchObject({ angle: 0 });
    expect(frame!.width).toBeGreaterThan(960);
  });

  it('without a face it is the largest frame; where none fits there is none', async () => {
    const wall = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#eee' } })
        .jpeg()
        .toBuffer();
    expect(await suggestFrameOf(await wall(1000, 2000), engine)).toEqual({
      frame: { left: 0, top: 300, width: 1000, angle: 0 },
      head: null,
      faces: 0,
    });
    expect(await suggestFrameOf(await wall(300, 300), engine)).toEqual({ frame: null, head: null, faces: 0 });
    expect((await suggestFrameOf(await drawPortrait({ width: 500, height: 700 }), engine)).frame).toBeNull();
  });
});
