import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An S3 store in trouble: takes what it is sent, and answers 500. */
export class FailingStore {
  readonly #server = createServer((req, res) => {
    req
      .resume()
      .once('end', () => res.writeHead(500, { 'Content-Type': 'application/xml' }).end('<Error><Code>InternalError</Code></Error>'));
  });

  static async start(): Promise<FailingStore> {
    const store = new FailingStore();
    store.#server.listen(0, '127.0.0.1');
    await once(store.#server, 'listening');
    return store;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
