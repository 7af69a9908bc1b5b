import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** One process of the portal, built as `npm start` builds it, that keeps its port when it is started again. */
export class PortalProcess {
  readonly port: number;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #child: ChildProcess | null = null;

  private constructor(port: number, environment: Readonly<Record<string, string | undefined>>) {
    this.port = port;
    this.#environment = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment, PORT: String(port) };
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<PortalProcess> {
    const started = new PortalProcess(await freePort(), environment);
    process.once('exit', () => started.#child?.kill('SIGKILL'));
    await started.start();
    return started;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** @param options of Node, such as a module that is loaded first */
  async start(...options: string[]): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', ...options, MAIN], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    await new Promise<void>((ready, failed) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('Portal ready at') && ready());
      child.once('exit', (code) => failed(new Error(`a process of the portal ended with ${code}`)));
    });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill(signal);
    await once(this.#child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
