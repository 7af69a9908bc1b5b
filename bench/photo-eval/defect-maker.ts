import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Portrait } from './portraits.js';

export type DefectOrder = { readonly file: string; readonly truth: object; readonly defect: string };
export type DefectAnswer = { readonly picture: Uint8Array } | { readonly fault: string };
type Greeting = { readonly defects: Record<string, string> };

/** Makes labelled defects out of good portraits, in a process of its own. One order at a time. */
export class DefectMaker {
  readonly #process: ChildProcess;
  /** What each defect must be found as. */
  readonly defects: Readonly<Record<string, string>>;

  private constructor(child: ChildProcess, defects: Readonly<Record<string, string>>) {
    this.#process = child;
    this.defects = defects;
  }

  /** Starts the process on portraits below `folder` and the file that makes defects of them. Rejects when that can't be loaded. */
  static async started(folder: string, makers: string): Promise<DefectMaker> {
    const typescript = new URL('../../tools/typescript.mjs', import.meta.url).href;
    const child = fork(new URL('./defect-maker-process.ts', import.meta.url), [folder, makers], {
      execArgv: ['--import', typescript],
      serialization: 'advanced',
      // stdout is for the report alone
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    const [{ defects }] = (await answerOf(child)) as [Greeting];
    return new DefectMaker(child, defects);
  }

  /** A JPEG. Rejects with the maker's own words when it can't be made. */
  async make(portrait: Portrait, defect: string): Promise<Buffer> {
    const answered = answerOf(this.#process);
    this.#process.send({ file: portrait.file, truth: portrait.truth ?? {}, defect } satisfies DefectOrder);
    const [answer] = (await answered) as [DefectAnswer];
    if ('fault' in answer) throw new Error(answer.fault);
    return Buffer.from(answer.picture);
  }

  close(): void {
    this.#process.kill();
  }
}

/** The next message, or the end of the process as a fault. */
function answerOf(child: ChildProcess): Promise<unknown[]> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the maker of defects ended with code ${code}`);
  });
  ended.catch(() => undefined);
  return Promise.race([once(child, 'message', { signal }), ended]).finally(() => waiting.abort());
}
