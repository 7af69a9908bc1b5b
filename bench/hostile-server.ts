import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { largestFrame } from '../src/photos/frame/frame.js';
import { PhotoWorkshop } from '../src/photos/workshop/photo-workshop.js';

/** What the replay of odd and hostile pictures cost: milliseconds of the slowest, and which; MB before and at the peak. */
export interface HostileRun {
  readonly pictures: number;
  readonly slowest: number;
  readonly which: string;
  readonly warmMemory: number;
  readonly peakMemory: number;
}

process.once('message', (folder: string) => void replay(folder).then((result) => process.send?.(result)));

/** Every picture that the folder's manifest names is inspected, framed and checked by one warm thread, as an upload and "Apply" would. */
async function replay(folder: string): Promise<HostileRun> {
  const files = readFileSync(join(folder, 'manifest.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map(firstCell);
  const workshop = new PhotoWorkshop({ threads: 1 });
  try {
    await workshop.warm();
    const warm = memory();
    let [slowest, which] = [0, ''];
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      const begun = performance.now();
      const judged = await workshop.inspect(bytes);
      const frame = judged.ok ? largestFrame(judged) : null;
      if (frame !== null) await workshop.check(bytes, frame);
      const took = performance.now() - begun;
      if (took > slowest) [slowest, which] = [took, file];
    }
    return { pictures: files.length, slowest, which, warmMemory: warm, peakMemory: memory() };
  } finally {
    await workshop.close();
  }
}

const firstCell = (line: string): string => line.split(',', 1)[0]?.replace(/^"|"$/g, '') ?? '';

/** The most the process has had so far, in MB. */
const memory = (): number => process.resourceUsage().maxRSS / 1024;
