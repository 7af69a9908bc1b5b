import sharp from 'sharp';
import { sceneOf } from '../../../src/photos/checks/scene-of.js';
import type { FaceEngine } from '../../../src/photos/engine/analysis.js';
import { loadFaceEngine } from '../../../src/photos/engine/face-engine.js';
import { largestFrame } from '../../../src/photos/frame/frame.js';
import { PhotoUnreadable } from '../../../src/photos/file/photo-unreadable.js';
import { drawPortrait } from '../../../src/seeds/drawn-portrait.js';

describe('what the checks look at', () => {
  let engine: FaceEngine;
  beforeAll(async () => {
    engine = await loadFaceEngine();
  });

  it('is the framed picture, its half, what the models see, and the file’s own pixels on its blocks', async () => {
    const photo = await drawPortrait({ width: 1503, height: 2105, quality: 77 });
    const frame = largestFrame({ width: 1503, height: 2105 })!;
    const { file, picture, half, analysis, native, jpegQuality } = await sceneOf(photo, frame, engine);
    expect(file).toMatchObject({ type: 'jpeg', width: 1503 });
    expect([picture.height, half.width, half.height]).toEqual([1000, picture.width >> 1, 500]);
    expect(analysis.detections).toHaveLength(1);
    expect([native?.side, jpegQuality]).toEqual([256, 77]);
    expect(await blockOf(photo, native!.data)).toEqual([0, 0]);
  });

  it('on the blocks as they were stored, when the picture is set upright by its note', async () => {
    const photo = await drawPortrait({ width: 1003, height: 1405, orientation: 3 });
    const { native } = await sceneOf(photo, largestFrame({ width: 1003, height: 1405 }), engine);
    expect(await blockOf(photo, native!.data)).toEqual([1003 % 8, 1405 % 8]);
  });

  it('without a frame it is the whole picture; without a face, or room, there is no patch', async () => {
    const wide = await drawPortrait({ width: 1600, height: 900 });
    const scene = await sceneOf(wide, null, engine);
    expect([scene.picture.width, scene.picture.height, scene.native?.side]).toEqual([1600, 900, 256]);
    const wall = await sharp({ create: { width: 800, height: 1200, channels: 3, background: '#eee' } })
      .png()
      .toBuffer();
    const { native, jpegQuality, analysis } = await sceneOf(wall, null, engine);
    expect([native, jpegQuality, analysis.face]).toEqual([null, null, null]);
    expect((await sceneOf(await drawPortrait({ width: 180, height: 250 }), null, engine)).native).toBeNull();
  });

  it('a face at the rim of a wide picture has its patch as well', async () => {
    const { native, analysis } = await sceneOf(await drawPortrait({ width: 2800, height: 1400, headX: -0.7 }), null, engine);
    expect(analysis.face!.detection.left).toBeLessThan(500);
    expect(native?.data.some((value) => value < 100)).toBe(true);
  });

  it('a file that is no photo is unreadable', async () => {
    await expect(sceneOf(Buffer.from('GIF89a'), null, engine)).rejects.toThrow(PhotoUnreadable);
  });
});

/** Where the patch lies in the upright picture, across and down, in what is left of eight. Looked for in the picture's own grey. */
async function blockOf(photo: Buffer, patch: Uint8Array): Promise<[number, number]> {
  const { data, info } = await sharp(photo, { autoOrient: true }).raw().toBuffer({ resolveWithObject: true });
  const grey = (x: number, y: number): number => {
    const at = 3 * (y * info.width + x);
    return (0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]! + 0.5) | 0;
  };
  const probes = Array.from({ length: 64 }, (_, n) => [(n * 37) % 256, (n * 101) % 256] as const);
  for (let top = 0; top + 256 <= info.height; top++) {
    for (let left = 0; left + 256 <= info.width; left++) {
      if (probes.every(([x, y]) => patch[y * 256 + x] === grey(left + x, top + y))) return [left % 8, top % 8];
    }
  }
  throw new Error('the patch is nowhere in the picture');
}
