import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * What becomes of the bytes between two machines; `silent` holds them back until it ends, `cuts` lets some through first, `half-closes` ends a
 * direction after what came at once and leaves the other open.
 */
export type Weather = 'well' | 'refuses' | 'silent' | 'cuts' | 'half-closes' | 'drips' | { readonly delay: number };

/** Bytes that come through before a connection is cut. */
const CUT_AFTER = 1_000;
const DRIP = { bytes: 512, every: 20 };

/**
 * Stands between two machines and spoils what passes, on connections that are open and new ones alike. Of several targets each connection
 * gets the next that takes it, as a load balancer gives them out.
 */
export class FaultProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #stranded = new WeakSet<Socket>();
  #targets: readonly number[];
  #turn = 0;
  #weather: Weather = 'well';
  #lifted = Promise.resolve();
  #lift = (): void => {};

  private constructor(server: Server, targets: readonly number[]) {
    this.#server = server;
    this.#targets = targets;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (socket: Socket) => void this.#bring(socket));
  }

  /** @param targets ports on loopback */
  static async before(...targets: number[]): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(server, targets);
  }

  /** To other machines from now on: what is open is cut. */
  lead(...targets: number[]): void {
    this.#targets = targets;
    this.#cut();
  }

  set weather(weather: Weather) {
    this.#lift();
    this.#weather = weather;
    this.#lifted = weather === 'silent' ? new Promise((lift) => (this.#lift = lift)) : Promise.resolve();
    if (weather === 'refuses') this.#cut();
  }

  /** To another machine from now on: what is open leads to one that is gone without a word. */
  strand(target: number): void {
    for (const socket of this.#open) this.#stranded.add(socket);
    this.#targets = [target];
  }

  async close(): Promise<void> {
    this.weather = 'refuses';
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #bring(client: Socket): Promise<void> {
    this.#keep(client);
    if (this.#weather === 'refuses') return void client.resetAndDestroy();
    const target = await this.#connected();
    if (!target) return void client.resetAndDestroy();
    this.#keep(target);
    await Promise.all([this.#pass(client, target), this.#pass(target, client)]);
  }

  async #connected(): Promise<Socket | null> {
    for (const _each of this.#targets) {
      const socket = connect({ port: this.#targets[this.#turn++ % this.#targets.length] ?? 0, host: '127.0.0.1', allowHalfOpen: true });
      try {
        await once(socket, 'connect');
        return socket;
      } catch {
        // the next one
      }
    }
    return null;
  }

  async #pass(from: Socket, to: Socket): Promise<void> {
    let passed = 0;
    try {
      for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        await this.#lifted;
        if (this.#stranded.has(from)) continue;
        passed += chunk.length;
        if (this.#weather === 'cuts' && passed > CUT_AFTER) {
          to.write(chunk.subarray(0, chunk.length / 2));
          throw new Error('cut');
        }
        if (typeof this.#weather === 'object') await wait(this.#weather.delay);
        await (this.#weather === 'drips' ? drip(chunk, to) : write(chunk, to));
        if (this.#weather === 'half-closes') break;
      }
      to.end();
      from.resume(); // what still comes goes nowhere
    } catch {
      from.resetAndDestroy();
      to.resetAndDestroy();
    }
  }

  #cut(): void {
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#open.delete(socket));
  }
}

async function write(chunk: Buffer, to: Socket): Promise<void> {
  if (!to.writable) throw new Error('closed');
  if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
}

async function drip(chunk: Buffer, to: Socket): Promise<void> {
  for (let at = 0; at < chunk.length; at += DRIP.bytes) {
    await write(chunk.subarray(at, at + DRIP.bytes), to);
    await wait(DRIP.every);
  }
}
