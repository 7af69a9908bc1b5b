import { PhotoTookTooLong, PhotoUnreadable } from '../file/photo-unreadable.js';

/** More photos wait than may: the answer to the person is "try again in a moment" (503). */
export class WorkshopBusy extends Error {
  override readonly name = 'WorkshopBusy';
}

/** A thread ended, or never began, for a reason that is ours; the same photo may well work next time. */
export class WorkerFailed extends Error {
  override readonly name: string = 'WorkerFailed';
}

/** The program ends; nothing can be said about the photo. */
export class WorkshopClosed extends WorkerFailed {
  override readonly name = 'WorkshopClosed';
}

/** What is thrown for a thread's answer, by whom it blames. */
export const FAULTS = { unreadable: PhotoUnreadable, late: PhotoTookTooLong, us: WorkerFailed };

/** Whether the same photo may well be read at another moment: a thread ended, or its time was up. */
export const isForNow = (fault: unknown): boolean => fault instanceof WorkerFailed || fault instanceof PhotoTookTooLong;
