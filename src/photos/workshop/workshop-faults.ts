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
