import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { halfOf } from '../../bench/photo-eval/halves.js';
import { checkWhole } from '../../src/photos/workshop/photo-check.js';
import { loadFaceEngine } from '../../src/photos/engine/face-engine.js';

/** A folder with `compliant/`: photographs of real people that every check should pass. Never part of this repository. */
const folder = process.env.PHOTO_DATA || undefined;

/** The half of the people on whom limits were chosen. The others are kept for `npm run photo:eval`, so that its figures are true. */
const forTuning = (name: string): boolean => halfOf(name.replace(/\.\w+$/, '')) === 'tuning';

/** Light, background and the file's quality; the checks of the face have figures of their own. */
const QUALITY = ['rescan', 'exposure_dark', 'exposure_over', 'sharpness', 'compression', 'colour', 'lighting', 'glare', 'background'];

if (folder === undefined) {
  it.skip('PHOTO_DATA is not set: compliant portraits skipped', () => {});
  console.info('PHOTO_DATA is not set: compliant portraits skipped');
} else {
  it('no good portrait is warned of its light, its background or its file', async () => {
    const engine = await loadFaceEngine();
    const files = readdirSync(join(folder, 'compliant')).filter(forTuning);
    expect(files.length).toBeGreaterThan(0);
    const warned: string[] = [];
    for (const name of files) {
      const { findings } = await checkWhole(readFileSync(join(folder, 'compliant', name)), engine);
      const faults = findings.filter(({ check, outcome }) => outcome === 'warning' && QUALITY.includes(check));
      warned.push(...faults.map(({ check, aspect, measured }) => `${name}: ${check} ${aspect ?? ''} ${measured}`));
    }
    expect(warned).toEqual([]);
  }, 120_000);
}
