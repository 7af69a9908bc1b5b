import sharp from 'sharp';
import type { FaceEngine } from '../../../src/photos/engine/analysis.js';
import { loadFaceEngine } from '../../../src/photos/engine/face-engine.js';
import { headOf } from '../../../src/photos/measures/head.js';
import type { Pixels } from '../../../src/photos/file/pixels.js';
import { drawPortrait, type PortraitWishes } from '../../../src/seeds/drawn-portrait.js';

const HEIGHT = 700;

async function pixelsOf(jpeg: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const drawn = async (wishes: PortraitWishes = {}): Promise<Pixels> =>
  pixelsOf(await drawPortrait({ width: 500, height: HEIGHT, ...wishes }));

describe('the face engine, on portraits drawn by code', () => {
  let engine: FaceEngine;
  beforeAll(async () => {
    engine = await loadFaceEngine();
  });

  it('leaves nothing of the browser it is made for behind', () => {
    expect(['self', 'importScripts', 'ModuleFactory', 'Module'].filter((name) => Object.hasOwn(globalThis, name))).toEqual([]);
  });

  it.each(['light', 'medium', 'dark'] as const)('finds the one face, its eyes and its head in %s skin', async (skin) => {
    const picture = await drawn({ skin });
    const { detections, face, mask } = await engine.analyse(picture);
    expect(detections).toHaveLength(1);
    expect(face?.presence).toBeGreaterThan(0.9);
    if (!face) return;
    // drawn with the pupils at 406 and 594 across and 640 down, the crown at 350 and the chin at 1020, on 1000 × 1400
    const head = headOf(face, mask, picture);
    expect(head.eyes[0].x).toBeCloseTo(203, -1);
    expect(head.eyes[1].x).toBeCloseTo(297, -1);
    expect(head.chin.y).toBeCloseTo(510, -1.3);
    expect(Math.abs(head.height / 335 - 1)).toBeLessThan(0.04);
    expect(Math.abs(face.pose.yaw) + Math.abs(face.pose.roll)).toBeLessThan(4);
    const middle = mask.data[128 * mask.side + 128];
    expect([middle! > 0.9, mask.data[3]! < 0.1]).toEqual([true, true]);
  });

  it('finds no face on a wall', async () => {
    const wall = { data: new Uint8Array(3 * 500 * HEIGHT).fill(235), width: 500, height: HEIGHT };
    const { detections, face, mask } = await engine.analyse(wall);
    expect([detections, face, mask.data.length]).toEqual([[], null, 256 * 256]);
  });

  it('finds two in a picture of two, the larger one first', async () => {
    const [one, other] = [
      await drawPortrait({ width: 500, height: HEIGHT }),
      await drawPortrait({ width: 500, height: HEIGHT, headScale: 0.6, skin: 'dark' }),
    ];
    const both = sharp({ create: { width: 1000, height: HEIGHT, channels: 3, background: '#fff' } });
    const { detections, face } = await engine.analyse(
      await pixelsOf(
        await both
          .composite([
            { input: other, left: 0, top: 0 },
            { input: one, left: 500, top: 0 },
          ])
          .png()
          .toBuffer(),
      ),
    );
    expect(detections).toHaveLength(2);
    expect(detections[0]!.left).toBeGreaterThan(500);
    expect(face?.detection).toBe(detections[0]);
  });

  it.each([-12, 12])('a head leaning %i degrees rolls as far', async (turn) => {
    const { face } = await engine.analyse(await drawn({ turn }));
    expect(Math.abs((face?.pose.roll ?? 99) - turn)).toBeLessThan(2);
  });

  it('the same picture gives the same answer, whatever was looked at in between', async () => {
    const picture = await drawn();
    const first = await engine.analyse(picture);
    await engine.analyse(await drawn({ skin: 'dark', turn: 5 }));
    expect((await engine.analyse(picture)).face?.mesh).toEqual(first.face?.mesh);
  });
});
