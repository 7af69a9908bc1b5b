import type { Worker } from 'node:worker_threads';
import type { PhotoCheck } from './photo-check.js';
import type { Frame } from '../frame/frame.js';
import type { FrameSuggestion } from '../frame/head.js';
import type { PhotoFile, RefusedFile } from '../file/photo-file.js';
import type { CheckName } from '../finding.js';
import type { FramedOptions } from '../frame/picture.js';
import { PhotoTookTooLong } from '../file/photo-unreadable.js';
import { PHOTO_JOBS } from './photo-jobs.js';
import { startPhotoThread } from './photo-thread.js';
import type { PhotoAnswer, PhotoJobName, PhotoOrder } from './photo-worker.js';
import { FAULTS, WorkerFailed, WorkshopBusy, WorkshopClosed } from './workshop-faults.js';
import { WORKSHOP_LIMITS, type WorkshopLimits } from './workshop-limits.js';

export { isForNow, WorkerFailed, WorkshopBusy, WorkshopClosed } from './workshop-faults.js';
export type { WorkshopLimits } from './workshop-limits.js';

type Job = { readonly order: PhotoOrder; readonly done: (result: unknown) => void; readonly failed: (fault: Error) => void };
type Thread = { readonly worker: Worker; job: Job | null; clock: NodeJS.Timeout | null; jobs: number };

/**
 * Where photos are opened: a few threads, one a core, so that a hostile file can neither stall the server nor end it. A
 * thread begins when work waits, or beforehand when the workshop is kept warm; keeps no process alive while idle, is ended
 * when its job takes too long, and is replaced. Bytes are copied to a thread, because callers go on using them; a
 * photo's four megabytes take a millisecond.
 *
 * Every act rejects with PhotoUnreadable (the file is to blame, or PhotoTookTooLong), WorkshopBusy, or WorkerFailed.
 */
export class PhotoWorkshop {
  readonly #limits: WorkshopLimits;
  readonly #start: (heapMegabytes: number) => Worker;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #closed = false;
  #keptWarm = false;

  /** `start` begins one thread; a test may give it one that fails. */
  constructor(limits: Partial<WorkshopLimits> = {}, start: (heapMegabytes: number) => Worker = startPhotoThread) {
    this.#limits = { ...WORKSHOP_LIMITS, ...limits };
    this.#start = start;
  }

  /** Whether another photo would be taken now. */
  get hasRoom(): boolean {
    return !this.#closed && this.#waiting.length < this.#limits.waiting;
  }

  /** What the file is; decodes it once. A refusal is a value, not a fault. */
  inspect(bytes: Uint8Array): Promise<PhotoFile | RefusedFile> {
    return this.#ask('inspect', bytes) as Promise<PhotoFile | RefusedFile>;
  }

  /** The whole picture in colour, a JPEG. */
  preview(bytes: Uint8Array, options: { readonly maxWidth: number }): Promise<Buffer> {
    return this.#askForImage('preview', bytes, options);
  }

  /** The whole picture with the frame and the outline of a head drawn on it, a JPEG. */
  framedPreview(bytes: Uint8Array, frame: Frame, options: { readonly maxWidth: number }): Promise<Buffer> {
    return this.#askForImage('framedPreview', bytes, frame, options);
  }

  /** What the frame holds in black and white, a JPEG 600 wide (S25). */
  greyPreview(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
    return this.#askForImage('greyPreview', bytes, frame);
  }

  /** What the frame holds, at most `maxWidth` wide, in colour or grey: a JPEG for looking at. */
  framed(bytes: Uint8Array, frame: Frame, options: FramedOptions): Promise<Buffer> {
    return this.#askForImage('framed', bytes, frame, options);
  }

  /** What is printed on the card: what the frame holds, grey, 50 × 70 mm at 300 dots an inch. */
  cardPhoto(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
    return this.#askForImage('cardPhoto', bytes, frame);
  }

  /** The photo itself: what the frame holds, in colour, without metadata. */
  cropped(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
    return this.#askForImage('cropped', bytes, frame);
  }

  /** "Apply": findings, grey picture and size in one decode's time (S24). `demoted`: checks that only inform. */
  check(bytes: Uint8Array, frame: Frame, demoted: readonly CheckName[] = []): Promise<PhotoCheck> {
    return this.#askForCheck('check', bytes, frame, demoted);
  }

  /** The same for the whole picture, whatever its shape. */
  checkWhole(bytes: Uint8Array): Promise<PhotoCheck> {
    return this.#askForCheck('checkWhole', bytes);
  }

  /** Where the head is and the frame that suits it. Without a face it is the largest frame. */
  suggest(bytes: Uint8Array): Promise<FrameSuggestion> {
    return this.#ask('suggest', bytes) as Promise<FrameSuggestion>;
  }

  /**
   * Begins all threads with their models loaded, and from now on every thread that takes the place of another, so that
   * nobody waits for it. Rejects with WorkerFailed when the models cannot be loaded.
   */
  async warm(): Promise<void> {
    this.#keptWarm = true;
    const begun: Promise<void>[] = [];
    for (let thread = this.#hire(); thread !== null; thread = this.#hire()) begun.push(this.#warmed(thread));
    await Promise.all(begun);
  }

  /** Ends all threads; what was under way is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.failed(new WorkshopClosed('the workshop is closing'));
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  async #askForImage(job: PhotoJobName, ...given: readonly unknown[]): Promise<Buffer> {
    return asBuffer((await this.#ask(job, ...given)) as Uint8Array);
  }

  async #askForCheck(job: PhotoJobName, ...given: readonly unknown[]): Promise<PhotoCheck> {
    const checked = (await this.#ask(job, ...given)) as PhotoCheck;
    return { ...checked, grey: asBuffer(checked.grey) };
  }

  #ask(job: PhotoJobName, ...given: readonly unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(new WorkshopClosed('the workshop is closed'));
    if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(new WorkshopBusy(`${this.#limits.waiting} photos are waiting`));
    const work = (done: Job['done'], failed: Job['failed']): void => {
      this.#waiting.push({ order: { job, given }, done, failed });
      this.#startNext();
    };
    return PHOTO_JOBS.tracePromise(() => new Promise<unknown>(work), { job });
  }

  #startNext(): void {
    if (this.#waiting.length === 0) return;
    const idle = [...this.#threads].find((thread) => thread.job === null) ?? this.#hire();
    if (idle === null) return;
    this.#give(idle, this.#waiting.shift()!);
  }

  #give(thread: Thread, job: Job): void {
    thread.job = job;
    thread.worker.ref();
    thread.clock = setTimeout(() => this.#dismiss(thread, new PhotoTookTooLong('it took too long')), this.#limits.jobMilliseconds);
    thread.worker.postMessage(job.order);
  }

  #warmed(thread: Thread): Promise<void> {
    return new Promise((done, failed) => this.#give(thread, { order: { job: 'warm', given: [] }, done: () => done(), failed }));
  }

  #hire(): Thread | null {
    if (this.#closed || this.#threads.size >= this.#limits.threads) return null;
    const thread: Thread = { worker: this.#start(this.#limits.heapMegabytes), job: null, clock: null, jobs: 0 };
    this.#threads.add(thread);
    thread.worker.on('message', (answer: PhotoAnswer) => this.#finish(thread, answer));
    thread.worker.on('error', (fault) => this.#dismiss(thread, new WorkerFailed(String(fault), { cause: fault })));
    thread.worker.on('exit', (code) => this.#dismiss(thread, new WorkerFailed(`a thread ended with code ${code}`)));
    return thread;
  }

  #finish(thread: Thread, answer: PhotoAnswer): void {
    const job = this.#release(thread);
    thread.worker.unref();
    if (answer.ok) job?.done(answer.result);
    else job?.failed(new FAULTS[answer.blame](answer.why));
    // to be made warm is no work: a thread that makes way after one job would be replaced for ever
    if (job?.order.job !== 'warm') thread.jobs++;
    if (thread.jobs >= this.#limits.jobsPerThread) this.#dismiss(thread, new WorkerFailed('the thread had done its jobs'));
    else this.#startNext();
  }

  /** Ends a thread that died, whose job ran out of time, or that has worked long enough; the next job hires another. */
  #dismiss(thread: Thread, fault: Error): void {
    if (!this.#threads.delete(thread)) return;
    const job = this.#release(thread);
    job?.failed(this.#closed ? new WorkshopClosed(fault.message) : fault);
    void thread.worker.terminate();
    this.#startNext();
    // one that could not even load its models is not tried again and again, only by the next photo
    if (this.#keptWarm && job?.order.job !== 'warm') this.#replace();
  }

  #replace(): void {
    const thread = this.#hire();
    if (thread !== null) this.#warmed(thread).catch(() => {});
  }

  #release(thread: Thread): Job | null {
    const { job, clock } = thread;
    if (clock !== null) clearTimeout(clock);
    thread.job = null;
    thread.clock = null;
    return job;
  }
}

/** Messages between threads turn a Buffer into its plain array. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
