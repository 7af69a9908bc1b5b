import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { PhotoCheck } from './photo-check.js';
import type { Frame } from './frame.js';
import type { PhotoFile, RefusedFile } from './photo-file.js';
import type { FramedOptions } from './picture.js';
import { PhotoUnreadable } from './photo-unreadable.js';
import { startPhotoThread } from './photo-thread.js';
import type { PhotoAnswer, PhotoJobName, PhotoOrder } from './photo-worker.js';

/** More photos wait than may: the answer to the person is "try again in a moment" (503). */
export class WorkshopBusy extends Error {
  override readonly name = 'WorkshopBusy';
}

/** A thread ended, or never began, for a reason that is ours; the same photo may well work next time. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

export type WorkshopLimits = {
  readonly threads: number;
  readonly waiting: number;
  readonly jobMilliseconds: number;
  readonly heapMegabytes: number;
};

const LIMITS: WorkshopLimits = { threads: availableParallelism(), waiting: 64, jobMilliseconds: 12_000, heapMegabytes: 256 };

type Job = { readonly order: PhotoOrder; readonly done: (result: unknown) => void; readonly failed: (fault: Error) => void };
type Thread = { readonly worker: Worker; job: Job | null; clock: NodeJS.Timeout | null };

/**
 * Where photos are opened: a few threads, one a core, so that a hostile file can neither stall the server nor end it. A
 * thread begins when work waits, keeps no process alive while idle, is ended when its job takes too long, and is replaced.
 *
 * Every act rejects with PhotoUnreadable (the file is to blame, or took too long), WorkshopBusy, or WorkerFailed.
 */
export class PhotoWorkshop {
  readonly #limits: WorkshopLimits;
  readonly #start: (heapMegabytes: number) => Worker;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #closed = false;

  /** `start` begins one thread; a test may give it one that fails. */
  constructor(limits: Partial<WorkshopLimits> = {}, start: (heapMegabytes: number) => Worker = startPhotoThread) {
    this.#limits = { ...LIMITS, ...limits };
    this.#start = start;
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

  /** The photo for the card: what the frame holds, in colour, without metadata. */
  cropped(bytes: Uint8Array, frame: Frame): Promise<Buffer> {
    return this.#askForImage('cropped', bytes, frame);
  }

  /** "Apply": findings, grey picture and size in one decode's time (S24). */
  async check(bytes: Uint8Array, frame: Frame): Promise<PhotoCheck> {
    const checked = (await this.#ask('check', bytes, frame)) as PhotoCheck;
    return { ...checked, grey: asBuffer(checked.grey) };
  }

  /** Ends all threads; what was under way is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.failed(new WorkerFailed('the workshop is closing'));
    await Promise.all([...this.#threads].map((thread) => thread.worker.terminate()));
  }

  async #askForImage(job: PhotoJobName, ...given: readonly unknown[]): Promise<Buffer> {
    return asBuffer((await this.#ask(job, ...given)) as Uint8Array);
  }

  #ask(job: PhotoJobName, ...given: readonly unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(new WorkerFailed('the workshop is closed'));
    if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(new WorkshopBusy(`${this.#limits.waiting} photos are waiting`));
    return new Promise((done, failed) => {
      this.#waiting.push({ order: { job, given }, done, failed });
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#waiting.length === 0) return;
    const idle = [...this.#threads].find((thread) => thread.job === null) ?? this.#hire();
    if (idle === null) return;
    const job = this.#waiting.shift()!;
    idle.job = job;
    idle.worker.ref();
    idle.clock = setTimeout(() => this.#dismiss(idle, new PhotoUnreadable('it took too long')), this.#limits.jobMilliseconds);
    idle.worker.postMessage(job.order);
  }

  #hire(): Thread | null {
    if (this.#closed || this.#threads.size >= this.#limits.threads) return null;
    const thread: Thread = { worker: this.#start(this.#limits.heapMegabytes), job: null, clock: null };
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
    else job?.failed(answer.unreadable ? new PhotoUnreadable(answer.why) : new WorkerFailed(answer.why));
    this.#startNext();
  }

  /** Ends a thread that died, or whose job ran out of time; the next job hires another. */
  #dismiss(thread: Thread, fault: Error): void {
    this.#threads.delete(thread);
    this.#release(thread)?.failed(fault);
    void thread.worker.terminate();
    this.#startNext();
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
