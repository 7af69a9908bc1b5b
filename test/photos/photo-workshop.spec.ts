import { largestFrame } from '../../src/photos/frame/frame.js';
import { verdict } from '../../src/photos/finding.js';
import { startPhotoThread } from '../../src/photos/workshop/photo-thread.js';
import { PhotoUnreadable } from '../../src/photos/file/photo-unreadable.js';
import { PhotoWorkshop, WorkerFailed, WorkshopBusy } from '../../src/photos/workshop/photo-workshop.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';

describe('the workshop', () => {
  const workshop = new PhotoWorkshop({ threads: 2 });
  const frame = largestFrame({ width: 1000, height: 1400 })!;
  let photo: Buffer;

  beforeAll(async () => {
    photo = await drawPortrait();
  });
  afterAll(() => workshop.close());

  it('S24, S25: checks a photo and gives its grey picture', async () => {
    const { findings, grey, outcome } = await workshop.check(photo, frame);
    expect(verdict(findings)).toBe('pass');
    expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['file_type', 'file_size', 'dimensions', 'background']));
    expect(Buffer.isBuffer(grey) && [...grey.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(outcome).toEqual({ width: 1000, height: 1400, reduced: false });
  });

  it('gives every other picture too', async () => {
    const options = { maxWidth: 300 };
    const images = [
      await workshop.preview(photo, options),
      await workshop.framedPreview(photo, frame, options),
      await workshop.greyPreview(photo, frame),
      await workshop.cropped(photo, frame),
    ];
    for (const image of images) expect([...image.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
  });

  it('says what a file is, and takes a refusal as an answer', async () => {
    expect(await workshop.inspect(photo)).toMatchObject({ ok: true, width: 1000, height: 1400 });
    expect(await workshop.inspect(Buffer.from('GIF89a'))).toEqual({ ok: false, reason: 'gif' });
  });

  it('a damaged file is the file’s fault, and the next photo works', async () => {
    await expect(workshop.check(photo.subarray(0, 20_000), frame)).rejects.toThrow(PhotoUnreadable);
    await expect(workshop.check(Buffer.from('%PDF-1.7'), frame)).rejects.toThrow('pdf');
    expect(await workshop.inspect(photo)).toMatchObject({ ok: true });
  });

  it('many at once all get their own answer, and the main thread goes on', async () => {
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const widths = [100, 150, 200, 250, 300, 350, 400, 450];
    const images = await Promise.all(widths.map((maxWidth) => workshop.framedPreview(photo, frame, { maxWidth })));
    clearInterval(watch);
    expect(new Set(images.map((image) => image.length)).size).toBe(widths.length);
    expect(longest).toBeLessThan(500);
  });
});

describe('limits of the workshop', () => {
  it('a full queue is busy', async () => {
    const workshop = new PhotoWorkshop({ threads: 1, waiting: 1 });
    const photo = await drawPortrait({ width: 100, height: 140 });
    const [first, second, third] = await Promise.allSettled([1, 2, 3].map(() => workshop.inspect(photo)));
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(third).toMatchObject({ status: 'rejected', reason: expect.any(WorkshopBusy) });
    await workshop.close();
  });

  it('a job that takes too long is the file’s fault, and its thread is replaced', async () => {
    const workshop = new PhotoWorkshop({ threads: 1, jobMilliseconds: 1 });
    const photo = await drawPortrait({ width: 100, height: 140 });
    for (let n = 0; n < 2; n++) await expect(workshop.inspect(photo)).rejects.toThrow(new PhotoUnreadable('it took too long'));
    await workshop.close();
  });

  it('a thread that dies fails its job only, and is replaced', async () => {
    let begun = 0;
    const workshop = new PhotoWorkshop({ threads: 1 }, (heapMegabytes) => {
      const thread = startPhotoThread(heapMegabytes);
      if (begun++ === 0) void thread.terminate();
      return thread;
    });
    const photo = await drawPortrait({ width: 100, height: 140 });
    const [first, second] = await Promise.allSettled([workshop.inspect(photo), workshop.inspect(photo)]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(WorkerFailed) });
    expect(second).toMatchObject({ status: 'fulfilled', value: { ok: true } });
    await workshop.close();
  });

  it('closing ends what is under way', async () => {
    const workshop = new PhotoWorkshop({ threads: 1 });
    const photo = await drawPortrait({ width: 100, height: 140 });
    const jobs = Promise.allSettled([workshop.inspect(photo), workshop.inspect(photo)]);
    await workshop.close();
    for (const job of await jobs) expect(job).toMatchObject({ status: 'rejected', reason: expect.any(WorkerFailed) });
    await expect(workshop.inspect(photo)).rejects.toThrow(WorkerFailed);
  });
});
