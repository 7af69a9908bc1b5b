import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggestFrame } from '../../src/photos/frame.js';
import { inspect, rawForChecks } from '../../src/photos/picture.js';
import { checkPixels } from '../../src/photos/pixel-checks.js';

/** A folder with `compliant/`: photographs of real people that every check should pass. Never part of this repository. */
const folder = process.env.PHOTO_DATA;

if (folder === undefined) {
  it.skip('PHOTO_DATA is not set: compliant portraits skipped', () => {});
  console.info('PHOTO_DATA is not set: compliant portraits skipped');
} else {
  it('good portraits get at most three warnings together', async () => {
    const files = readdirSync(join(folder, 'compliant'));
    const warned: string[] = [];
    for (const name of files) {
      const bytes = readFileSync(join(folder, 'compliant', name));
      const file = await inspect(bytes);
      if (!file.ok) throw new Error(`${name}: ${file.reason}`);
      const findings = checkPixels(await rawForChecks(bytes, suggestFrame(file)!)).filter(({ outcome }) => outcome !== 'pass');
      warned.push(...findings.map(({ check, measured }) => `${name}: ${check} ${measured}`));
    }
    console.info(`${files.length} compliant portraits, ${warned.length} warnings`, warned);
    expect(warned.length).toBeLessThanOrEqual(3);
  }, 120_000);
}
