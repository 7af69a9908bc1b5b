import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SERVER_LIMITS } from '../security/server.rules.js';
import { Metrics } from './metrics.js';

/** Where Prometheus asks: a port of its own, so that no proxy which serves people leads there. */
@Injectable()
export class MetricsServer implements OnApplicationShutdown {
  #server: Server | null = null;

  constructor(private readonly metrics: Metrics) {}

  /** Where it listens; null while it doesn't. */
  get address(): string | null {
    const at = this.#server?.address() as AddressInfo | null | undefined;
    return at ? `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}/metrics` : null;
  }

  /** @throws Error when somebody else listens there */
  async start({ port, address }: { readonly port: number; readonly address: string }): Promise<void> {
    this.metrics.start();
    const server = createServer(SERVER_LIMITS, (req, res) => {
      if (req.method !== 'GET' || req.url !== '/metrics') return void res.writeHead(404).end();
      void this.metrics.read().then(
        ({ type, text }) => res.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text),
        () => res.writeHead(500).end(),
      );
    });
    this.#server = server;
    await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, address, listening));
  }

  onApplicationShutdown(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}
