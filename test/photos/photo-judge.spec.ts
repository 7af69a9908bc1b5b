import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { PhotoJudge } from '../../src/photos/workshop/photo-judge.js';
import { startPhotoThread } from '../../src/photos/workshop/photo-thread.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';

/** A real workshop whose threads end the moment they are given a photo. */
const dying = () =>
  new PhotoWorkshop({ threads: 1 }, (heapMegabytes) => {
    const thread = startPhotoThread(heapMegabytes);
    thread.postMessage = () => void thread.terminate();
    return thread;
  });

describe('a file that the threads do not get through', () => {
  const folder = mkdtempSync(join(tmpdir(), 'photo-judge-'));
  const workshop = dying();
  const judge = new PhotoJudge(workshop);
  afterAll(async () => {
    await workshop.close();
    rmSync(folder, { recursive: true });
  });

  async function judged(width: number, height: number, asIs: boolean) {
    const file = join(folder, `${width}x${height}.png`);
    const blank = sharp({ create: { width, height, channels: 3, background: '#f4f4f4' } });
    writeFileSync(file, await blank.png().toBuffer());
    const { verdict, findings, frame } = await judge.judge(file, { asIs });
    return { verdict, said: findings.filter(({ outcome }) => outcome !== 'pass').map(({ check, aspect }) => aspect ?? check), frame };
  }

  it('is a warning, never a pass', async () => {
    expect(await judged(900, 1300, false)).toMatchObject({ verdict: 'warn', said: ['unchecked'], frame: { width: 900, height: 1260 } });
  });

  it('and too small or of another shape it is still refused for that', async () => {
    expect(await judged(300, 420, false)).toMatchObject({ verdict: 'refuse', said: ['dimensions', 'unchecked'] });
    const frame = { left: 0, top: 0, width: 900, height: 1300, angle: 0 };
    expect(await judged(900, 1300, true)).toEqual({ verdict: 'refuse', said: ['dimensions', 'unchecked'], frame });
  });
});
