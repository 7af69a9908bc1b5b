import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/database/free-port.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** Of a log's line that tells a fault of the portal's own (pino). */
const FAULT = '{"level":50';

/** One process of the portal, built as `npm start` builds it, that keeps its port when it is started again. */
export class PortalProcess {
  readonly port: number;
  /** What it wrote to its log as a fault of its own, a line each. */
  readonly faults: string[] = [];
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #child: ChildProcess | null = null;

  private constructor(port: number, environment: Readonly<Record<string, string | undefined>>) {
    this.port = port;
    const { PATH, HOME } = process.env;
    this.#environment = { PATH, HOME, MALLOC_ARENA_MAX: '2', ...environment, PORT: String(port) }; // as package.json starts it
  }

  /** @param environment settings (src/settings.ts); of the port a free one is chosen */
  static async start(environment: Readonly<Record<string, string>>): Promise<PortalProcess> {
    const started = new PortalProcess(await freePort(), environment);
    process.once('exit', () => started.#child?.kill('SIGKILL'));
    await started.start();
    return started;
  }

  get address(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * @param options of Node, such as a module that is loaded first
   * @throws Error with what it said, when it ends instead
   */
  async start(...options: string[]): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', ...options, MAIN], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const said: string[] = [];
    await new Promise<void>((ready, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith(FAULT)) this.faults.push(line);
        if (line.startsWith('Portal ready at')) ready();
        if (said.push(line) > 200) said.shift();
      });
      child.once('error', failed);
      child.once('exit', (code) => failed(new Error(`a process of the portal ended with ${code}:\n${said.join('\n')}`)));
    });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void {
    this.#child?.kill(name);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!this.#child || !this.isAlive) return;
    this.#child.kill('SIGCONT'); // one that stands still hears nothing else
    this.#child.kill(signal);
    await once(this.#child, 'exit');
  }
}
