import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { PlainPages } from '../pages/plain-pages.js';
import { networkOf } from './network-address.js';
import { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS, SERVER_LIMITS } from './server.rules.js';

/** Express on a server with the limits of server.rules.ts. */
export class PortalAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    this.httpServer = portalServer(this.getInstance() as RequestListener);
  }
}

const opened = new WeakMap<Server, Set<Socket>>();

/** A server that waits for nobody longer than it must. */
export function portalServer(listener: RequestListener, limits: Partial<typeof SERVER_LIMITS> = {}): Server {
  const inOriginForm: RequestListener = (req, res) => {
    req.url = originForm(req.url ?? '/');
    listener(req, res);
  };
  // Node would answer a missing host itself, without a page and without our headers: strictRequests does
  const server = createServer({ ...SERVER_LIMITS, ...limits, requireHostHeader: false }, inOriginForm);
  server.maxConnections = MAX_CONNECTIONS;
  // Node would answer 417 itself; an expectation that nobody knows may be ignored (RFC 9110, 10.1.1)
  server.on('checkExpectation', (req, res) => server.emit('request', req, res));
  const sockets = new Set<Socket>();
  opened.set(server, sockets);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return server;
}

/** Ends the connections on which nothing was ever sent. Browsers open some in advance, and Node counts these among those at work. */
export function closeUnused(server: Server): void {
  for (const socket of opened.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
}

/** `http://anything/en` asks for `/en` (RFC 9112, 3.2.2): what comes after never sees the host that somebody made up. */
function originForm(target: string): string {
  const authority = /^https?:\/\/[^/?#]*/i.exec(target)?.[0];
  if (authority === undefined) return target;
  const rest = target.slice(authority.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** Every answer is a page with the same headers, also where no request came to be: what Node would refuse with a bare line. */
export function answerInPages(server: Server, pages: PlainPages): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (req: IncomingMessage, res: ServerResponse) => answering.set(req.socket, res));
  server.on('clientError', (fault: NodeJS.ErrnoException, socket) => {
    const begun = answering.get(socket);
    // an answer that is on its way is not written into
    if (fault.code === 'ECONNRESET' || !socket.writable || (begun?.headersSent && !begun.writableFinished)) return void socket.destroy();
    socket.end(pages.raw(statusOf(fault.code)));
  });
  server.on('connect', (_req: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    socket.end(pages.raw(405, { Allow: 'GET, HEAD, POST' }));
  });
}

function statusOf(code: string | undefined): 400 | 408 | 413 | 431 {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW' ? 413 : 400;
}

/** One network address can't take every connection there is. @param isProxy whose connections are those of many people */
export function limitConnections(
  server: Server,
  pages: PlainPages,
  isProxy: (address: string) => boolean,
  most: number = MAX_CONNECTIONS_PER_ADDRESS,
): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isProxy(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
    if (count > most) socket.end(pages.raw(429));
  });
}
