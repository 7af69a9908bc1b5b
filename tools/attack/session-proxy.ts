import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../visitor.js';
import { LEFT_ALONE } from './forms.js';
import { anAddress } from './target.js';

/**
 * Stands between a tool and the portal: adds the cookie of a living session, its token and what a browser says of where a request comes
 * from, so that the tool reaches what lies behind them. Signs in again when the session was ended. Counts what comes back.
 */
export class SessionProxy {
  readonly #server: Server;
  #signingIn: Promise<Visitor> | null = null;
  #browser: Visitor;
  requests = 0;
  /** Addresses that were answered with a fault of the portal's own. */
  readonly faults = new Set<string>();

  readonly #signIn: () => Promise<Visitor>;

  private constructor(browser: Visitor, signIn: () => Promise<Visitor>) {
    this.#browser = browser;
    this.#signIn = signIn;
    this.#server = createServer((req, res) => void this.#pass(req, res).catch(() => res.destroy()));
  }

  /** @param signIn how to get a new session, once the first one is ended */
  static async start(browser: Visitor, signIn: () => Promise<Visitor>): Promise<SessionProxy> {
    const proxy = new SessionProxy(browser, signIn);
    await new Promise<void>((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  end(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    this.requests++;
    // the tools follow every link (wapiti 3.0.4 can't be told to leave some alone): one language is enough, and the session goes on
    if (LEFT_ALONE.test(req.url ?? '') || /^\/(fr|css|fonts|img|js)(\/|$)/.test(req.url ?? '')) return void res.writeHead(404).end();
    const body = await bodyOf(req);
    let answer = await this.#send(req, body);
    if (/^\/(en|fr)\/(session-ended|session-terminee|sign-in|connexion)$/.test(String(answer.headers.location)) && !isSignIn(req)) {
      await this.#renew();
      answer = await this.#send(req, body);
    }
    if (answer.status >= 500 && answer.status !== 503) this.faults.add(`${req.method} ${(req.url ?? '').slice(0, 200)}: ${answer.status}`);
    const {
      'set-cookie': _kept,
      'content-length': _length,
      'transfer-encoding': _coding,
      connection: _connection,
      ...headers
    } = answer.headers;
    res.writeHead(answer.status, headers);
    res.end(answer.body);
  }

  async #renew(): Promise<void> {
    this.#signingIn ??= this.#signIn().finally(() => {
      this.#signingIn = null;
    });
    this.#browser = await this.#signingIn;
  }

  #send(req: IncomingMessage, body: Buffer): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    const token = this.#browser.csrfToken;
    const url = new URL((req.url ?? '/').replace(/([?&])csrf=[^&]*/, `$1csrf=${encodeURIComponent(token)}`), this.#browser.address);
    const isForm = String(req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const sent = isForm ? Buffer.from(withToken(body.toString('latin1'), token), 'latin1') : body;
    const {
      host: _host,
      cookie: _cookie,
      connection: _connection,
      'content-length': _length,
      'transfer-encoding': _coding,
      ...headers
    } = req.headers;
    return new Promise((resolve, reject) => {
      const passed = request(
        url,
        {
          method: req.method ?? 'GET',
          agent: false,
          headers: {
            ...headers,
            ...(this.#browser.cookies.header ? { Cookie: this.#browser.cookies.header } : {}),
            ...(req.method === 'GET' ? {} : { 'Content-Length': String(sent.length) }),
            'Sec-Fetch-Site': 'same-origin',
            Origin: this.#browser.address,
            'X-Forwarded-For': anAddress(),
          },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
        },
      );
      passed.on('error', reject); // also a connection that is cut once more, after its answer
      passed.end(req.method === 'GET' ? undefined : sent);
    });
  }
}

const isSignIn = (req: IncomingMessage): boolean => [href('signIn', 'en'), href('signIn', 'fr')].some((path) => req.url?.startsWith(path));

/** The field of the token, wherever it stands in the form; one that lacks it gets it. */
function withToken(body: string, token: string): string {
  const field = `_csrf=${encodeURIComponent(token)}`;
  return /(^|&)_csrf=/.test(body) ? body.replace(/(^|&)_csrf=[^&]*/, `$1${field}`) : `${body}${body ? '&' : ''}${field}`;
}

async function bodyOf(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
