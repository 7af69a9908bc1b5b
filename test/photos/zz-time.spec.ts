import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { suggestFrame } from '../../src/photos/frame.js';
import { PhotoWorkshop } from '../../src/photos/photo-workshop.js';
it('times', async () => {
  const w = new PhotoWorkshop({ threads: 1 });
  for (const [width, height] of [[2000, 2800], [3024, 4032], [6000, 8000]] as const) {
    const bytes = await drawPortrait({ width, height });
    const frame = suggestFrame({ width, height })!;
    const turned = { ...frame, width: frame.width - 300, left: frame.left + 150, top: frame.top + 200, angle: 3 };
    await w.inspect(bytes);
    const t = async (name: string, f: () => Promise<unknown>) => { const times = []; for (let i = 0; i < 5; i++) { const a = performance.now(); await f(); times.push(performance.now() - a); } console.log(width, bytes.length, name, times.map((x) => Math.round(x)).join(' ')); };
    await t('inspect', () => w.inspect(bytes));
    await t('frame', () => w.framedPreview(bytes, turned, { maxWidth: 900 }));
    await t('check', () => w.check(bytes, frame));
    await t('check turned', () => w.check(bytes, turned));
    await t('grey', () => w.greyPreview(bytes, frame));
    await t('small', () => w.framed(bytes, frame, { maxWidth: 200, grey: true }));
    await t('large', () => w.framed(bytes, turned, { maxWidth: 1200, grey: false }));
    await t('full', () => w.cropped(bytes, turned));
  }
  await w.close();
}, 120000);
