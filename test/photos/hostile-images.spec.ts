import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { largestFrame } from '../../src/photos/frame/frame.js';
import { PhotoWorkshop } from '../../src/photos/workshop/photo-workshop.js';

/** A folder of odd and hostile pictures with `manifest.csv`: file, …, what the decoder says, what the portal must do, why. */
const folder = process.env.HOSTILE_IMAGES || undefined;

const rows = (csv: string) =>
  csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, ''));
      return { file: cells[0]!, expected: cells[10]! };
    });

if (folder === undefined) {
  it.skip('HOSTILE_IMAGES is not set: replay skipped', () => {});
  console.info('HOSTILE_IMAGES is not set: replay skipped');
} else {
  it('every hostile picture gets what its manifest says, and none stops the workshop', async () => {
    const workshop = new PhotoWorkshop({ threads: 2 });
    const listed = rows(readFileSync(join(folder, 'manifest.csv'), 'utf8'));
    const wrong: string[] = [];
    let slowest = { file: '', milliseconds: 0 };
    for (const { file, expected } of listed) {
      const began = performance.now();
      const { outcome, why } = await outcomeOf(workshop, readFileSync(join(folder, file)));
      const milliseconds = Math.round(performance.now() - began);
      if (milliseconds > slowest.milliseconds) slowest = { file, milliseconds };
      if (outcome !== expected) wrong.push(`${file}: ${outcome} (${why}) instead of ${expected}`);
    }
    await workshop.close();
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    console.info(
      `${listed.length} hostile pictures replayed, slowest ${slowest.file} ${slowest.milliseconds} ms, ${peak} MB at the peak of the process`,
    );
    expect(wrong).toEqual([]);
  }, 300_000);
}

/** Accepted is what can be framed, checked and cut out; everything else must be refused with a reason, never a fault. */
async function outcomeOf(workshop: PhotoWorkshop, bytes: Buffer): Promise<{ outcome: 'accept' | 'reject'; why: string }> {
  const file = await workshop.inspect(bytes);
  if (!file.ok) return { outcome: 'reject', why: file.reason };
  const frame = largestFrame(file);
  if (frame === null) return { outcome: 'reject', why: `${file.width} × ${file.height}` };
  const { findings } = await workshop.check(bytes, frame);
  await workshop.cropped(bytes, frame);
  return { outcome: findings.some(({ outcome }) => outcome === 'must_fix') ? 'reject' : 'accept', why: 'checked' };
}
