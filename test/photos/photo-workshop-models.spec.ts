import type { Worker } from 'node:worker_threads';
import { identifyPhoto } from '../../src/photos/file/photo-file.js';
import { largestFrame } from '../../src/photos/frame/frame.js';
import { startPhotoThread } from '../../src/photos/workshop/photo-thread.js';
import type { PhotoOrder } from '../../src/photos/workshop/photo-worker.js';
import { PhotoTookTooLong } from '../../src/photos/file/photo-unreadable.js';
import { PhotoWorkshop, WorkerFailed, WorkshopClosed, type WorkshopLimits } from '../../src/photos/workshop/photo-workshop.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';

const frame = largestFrame({ width: 1000, height: 1400 })!;

/** A workshop that counts its threads and the orders they were given; `fate` is told of each order. */
function watched(limits: Partial<WorkshopLimits>, fate: (order: PhotoOrder, thread: Worker) => void = () => {}) {
  const orders: string[] = [];
  const count = { threads: 0 };
  const workshop = new PhotoWorkshop({ threads: 1, ...limits }, (heapMegabytes) => {
    const thread = startPhotoThread(heapMegabytes);
    const number = ++count.threads;
    const post = thread.postMessage.bind(thread);
    thread.postMessage = (order: PhotoOrder) => {
      orders.push(`${number} ${order.job}`);
      post(order);
      fate(order, thread);
    };
    return thread;
  });
  return { workshop, orders, count };
}

const until = async (true_: () => boolean): Promise<void> => {
  for (let tries = 0; !true_(); tries++) {
    if (tries > 400) throw new Error('it did not come about');
    await new Promise((done) => setTimeout(done, 25));
  }
};

describe('the workshop’s models', () => {
  let photo: Buffer;
  beforeAll(async () => {
    photo = await drawPortrait();
  });

  it('suggests a frame and checks, and says how many faces there are and how the head is held', async () => {
    const { workshop, count } = watched({});
    const { frame: suggested, head, faces } = await workshop.suggest(photo);
    expect([faces, suggested?.angle]).toEqual([1, 0]);
    expect(head!.chin.y - head!.crown.y).toBeCloseTo(670, -2);
    const checked = await workshop.check(photo, suggested!);
    expect(checked.faces).toBe(1);
    expect(Math.abs(checked.pose!.roll)).toBeLessThan(2);
    expect(checked.findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['dimensions', 'one_face', 'pose', 'head_size']));
    const whole = await workshop.checkWhole(await drawPortrait({ width: 1200, height: 1200 }));
    expect(whole.findings[0]).toMatchObject({ check: 'dimensions', outcome: 'must_fix', params: { width: 1200, height: 1200 } });
    expect([whole.faces, whole.outcome, count.threads]).toEqual([1, { width: 1200, height: 1200, reduced: false }, 1]);
    await workshop.close();
  });

  it('kept warm, every thread has them before a photo comes, and so has the one that takes a dead one’s place', async () => {
    const { workshop, orders, count } = watched({ threads: 2 }, ({ job }, thread) => {
      if (job === 'check') void thread.terminate();
    });
    await workshop.warm();
    expect(orders).toEqual(['1 warm', '2 warm']);
    await expect(workshop.check(photo, frame)).rejects.toThrow(WorkerFailed);
    await until(() => orders.includes('3 warm'));
    expect((await workshop.suggest(photo)).faces).toBe(1);
    expect(count.threads).toBe(3);
    await workshop.close();
  });

  it('a thread that ends while it loads them is not begun again and again', async () => {
    const { workshop, orders, count } = watched({}, ({ job }, thread) => {
      if (job === 'warm') void thread.terminate();
    });
    await expect(workshop.warm()).rejects.toThrow(WorkerFailed);
    expect([orders, count.threads]).toEqual([['1 warm'], 1]);
    expect(await workshop.inspect(photo)).toMatchObject({ ok: true }); // by a new one
    await workshop.close();
  });

  it('a thread makes way for a new one after so many jobs', async () => {
    const { workshop, orders } = watched({ jobsPerThread: 2 });
    for (let n = 0; n < 5; n++) expect(await workshop.inspect(photo)).toEqual(identifyPhoto(photo));
    expect(orders).toEqual(['1 inspect', '1 inspect', '2 inspect', '2 inspect', '3 inspect']);
    await workshop.close();
  });

  it('kept warm and making way after each job, it begins one thread a job and no more', async () => {
    const { workshop, orders } = watched({ jobsPerThread: 1 });
    await workshop.warm();
    await workshop.inspect(photo);
    await until(() => orders.includes('2 warm'));
    await workshop.inspect(photo);
    await until(() => orders.includes('3 warm'));
    await new Promise((done) => setTimeout(done, 500));
    expect(orders).toEqual(['1 warm', '1 inspect', '2 warm', '2 inspect', '3 warm']);
    await workshop.close();
  });

  it('a check that takes too long is told apart, and closing from both', async () => {
    const { workshop } = watched({ jobMilliseconds: 5 });
    await expect(workshop.check(photo, frame)).rejects.toThrow(PhotoTookTooLong);
    await workshop.close();
    await expect(workshop.check(photo, frame)).rejects.toThrow(WorkshopClosed);
  });
});
