import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Plans, Question, Usage } from './server.js';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const TYPES = new URL('../tools/typescript.mjs', import.meta.url).href;
const AT_ONCE = 8;
/** As `npm start` runs the portal: the program's own code in large pages costs a tenth less, where the system has them. */
const FLAGS = ['--use-largepages=silent'];
/** So many requests until the engine has compiled what is used most: before, each costs up to twice as much. */
const WARM = 16_000;

/** A server in another process, whose CPU time is read before and after the requests that this process sends over kept connections. */
export class MeasuredServer {
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  private constructor(child: ChildProcess, address: string) {
    this.#child = child;
    this.address = address;
  }

  static start(kind: 'http' | 'express' | 'nest' | 'nest-with-statements' | 'portal' | 'portal-at-rest', folder: string): Promise<MeasuredServer> {
    const child = fork(SERVER, [kind, folder], {
      execArgv: [...FLAGS, '--import', TYPES],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the server ${kind} ended with ${code}`)));
      child.once('message', (address) => resolve(new MeasuredServer(child, String(address))));
    });
  }

  usage(): Promise<Usage> {
    return this.#ask('usage') as Promise<Usage>;
  }

  /** The statements of one request, each with the plan that PostgreSQL makes for it. */
  async plansOf(path: string, headers: Record<string, string>): Promise<Plans> {
    await this.#ask('keep');
    await this.#get(path, headers);
    return (await this.#ask('plans')) as Plans;
  }

  /** Milliseconds until a request is answered, when no other is under way. */
  async time(path: string, headers: Record<string, string>): Promise<number> {
    const begun = performance.now();
    await this.#get(path, headers);
    return performance.now() - begun;
  }

  #ask(question: Question): Promise<unknown> {
    const answer = new Promise((resolve) => this.#child.once('message', resolve));
    this.#child.send(question);
    return answer;
  }

  /** CPU time of one request in microseconds, the mean of many once the server is warm. Throws on another status than 200. */
  async cpuPerRequest(
    path: string,
    { headers = {}, warm = WARM, requests = 6_000 }: { headers?: Record<string, string>; warm?: number; requests?: number } = {},
  ): Promise<number> {
    await this.#send(path, headers, warm);
    const before = await this.usage();
    await this.#send(path, headers, requests);
    const after = await this.usage();
    return (after.cpu - before.cpu) / requests;
  }

  /** SQL statements of one request: the fewest of several, since the mailer and timed jobs look for work in between. */
  async statementsOf(path: string, headers: Record<string, string> = {}): Promise<number> {
    const counts: number[] = [];
    for (let n = 0; n < 10; n++) {
      const before = await this.usage();
      await this.#send(path, headers, 1);
      counts.push((await this.usage()).statements - before.statements);
    }
    return Math.min(...counts);
  }

  async body(path: string, headers: Record<string, string> = {}): Promise<Buffer> {
    return this.#get(path, headers);
  }

  async end(): Promise<void> {
    this.#agent.destroy();
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.send('end' satisfies Question);
    await ended;
  }

  async #send(path: string, headers: Record<string, string>, count: number): Promise<void> {
    let left = count;
    const one = async (): Promise<void> => {
      while (left-- > 0) await this.#get(path, headers);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, one));
  }

  #get(path: string, headers: Record<string, string>): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.address), { agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(parts));
          else reject(new Error(`${path} answered ${response.statusCode}`));
        });
      });
      sent.once('error', reject);
      sent.end();
    });
  }
}
