import { setTimeout as wait } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PhotoWorkshop } from '../src/photos/workshop/photo-workshop.js';
import { largestFrame } from '../src/photos/frame/frame.js';
import type { PictureSize } from '../src/photos/photo.rules.js';

/** What `photo-run` is asked: how many threads, and which photo (its bytes come base64 in a message of their own). */
export interface PhotoOrder {
  readonly threads: number;
  readonly photos: number;
  readonly bytes: string;
  readonly size: PictureSize;
}

/** Milliseconds, MB, photos a second. */
export interface PhotoRun {
  /** The first photo of a process that has loaded nothing yet: models, decoders and all. */
  readonly cold: number;
  /** CPU time of the whole process for it. */
  readonly coldCpu: number;
  readonly median: number;
  readonly p95: number;
  /** CPU time of the whole process for one photo, once warm. */
  readonly cpu: number;
  readonly perSecond: number;
  readonly peakMemory: number;
  /** The longest that the main thread was kept from answering while the photos were checked. */
  readonly lag: number;
  readonly suggest: number;
}

process.once('message', (order: PhotoOrder) => void run(order).then((result) => process.send?.(result)));

async function run({ threads, photos, bytes, size }: PhotoOrder): Promise<PhotoRun> {
  const photo = Buffer.from(bytes, 'base64');
  const frame = largestFrame(size);
  if (frame === null) throw new Error('no frame fits this photo');
  const workshop = new PhotoWorkshop({ threads });
  const once = async (): Promise<number> => {
    const begun = performance.now();
    await workshop.check(photo, frame);
    return performance.now() - begun;
  };
  try {
    const started = process.cpuUsage();
    const cold = await once();
    const coldCpu = millisecondsOf(process.cpuUsage(started));
    await together(threads * 4, threads, once);
    await wait(200);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const cpu = process.cpuUsage();
    const begun = performance.now();
    delay.enable();
    const times = await together(photos, threads, once);
    delay.disable();
    const seconds = (performance.now() - begun) / 1_000;
    const spent = process.cpuUsage(cpu);
    times.sort((one, other) => one - other);
    const suggesting = performance.now();
    await workshop.suggest(photo);
    return {
      cold,
      coldCpu,
      median: times[Math.floor(times.length / 2)] ?? 0,
      p95: times[Math.floor(times.length * 0.95)] ?? 0,
      cpu: millisecondsOf(spent) / photos,
      perSecond: photos / seconds,
      peakMemory: process.resourceUsage().maxRSS / 1024,
      lag: delay.max / 1e6,
      suggest: performance.now() - suggesting,
    };
  } finally {
    await workshop.close();
  }
}

const millisecondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

/** So many jobs, so many at once; the time of each. */
async function together(jobs: number, atOnce: number, job: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  let left = jobs;
  const line = async (): Promise<void> => {
    while (left-- > 0) times.push(await job());
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  return times;
}
