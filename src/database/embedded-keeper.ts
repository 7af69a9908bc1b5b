import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { RunAs } from './embedded-user.js';

/**
 * `"$@"` is the server. The watcher holds the other end of a pipe of ours (descriptor 3): however we end, the pipe closes and the server is
 * asked to stop. When the server ends first, the watcher must not live on: its number may become another process's.
 */
const SCRIPT = `"$@" </dev/null 3<&- & server=$!
(read _; kill -INT $server 2>/dev/null) <&3 2>/dev/null & watcher=$!
exec 3<&-
wait $server; result=$?
kill $watcher 2>/dev/null
exit $result`;

/** A shell that runs the server and ends it with us. It does not keep us alive. */
export class Keeper {
  readonly #shell: ChildProcess;
  readonly #pipe: Writable;

  /** @param log gets each line that the server writes */
  constructor(as: RunAs, command: readonly string[], log: (line: string) => void) {
    this.#shell = spawn('sh', ['-c', SCRIPT, 'sh', ...as.prefix, ...command], {
      ...as.options,
      detached: true, // Ctrl-C goes to the whole group, and the server must not go before those who still write to it
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#pipe = this.#shell.stdio[3] as Writable;
    this.#pipe.on('error', () => {}); // the server ended before us; whoever uses the database sees that
    const errors = this.#shell.stderr as Readable;
    let rest = '';
    errors.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(log);
    });
    for (const held of [this.#shell, this.#pipe, errors]) (held as unknown as { unref(): void }).unref();
  }

  get ended(): boolean {
    return this.#shell.exitCode !== null || this.#shell.signalCode !== null;
  }

  /** Asks the server to disconnect everybody and stop, and waits until it has. */
  stop(): Promise<void> {
    this.#pipe.end();
    if (this.ended) return Promise.resolve();
    this.#shell.ref();
    return new Promise((resolve) => this.#shell.once('exit', () => resolve()));
  }
}
