import { request } from 'node:http';

/** One answer of a server, as it came. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Sending {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body?: Buffer | undefined;
}

/** A file as a browser would send it. */
export interface AttachedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Sends one request on a connection of its own, and nothing but what is given. */
export function send({ method, url, headers, body }: Sending): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body ? { 'Content-Length': String(body.length) } : {};
    const sent = request(url, { method, agent: false, headers: { ...headers, ...length } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The cookies of one visitor. Refuses what a browser would refuse, so that a test does not pass with a cookie nobody would have. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  keep(headers: Answer['headers']): void {
    for (const line of [headers['set-cookie'] ?? []].flat()) this.#keepOne(line);
    if (String(headers['clear-site-data'] ?? '').includes('"cookies"')) this.#cookies.clear();
  }

  /** The value of the Cookie header; '' when there is none. */
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get names(): string[] {
    return [...this.#cookies.keys()];
  }

  get(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  clear(): void {
    this.#cookies.clear();
  }

  #keepOne(line: string): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const attributes = new Map(rest.map((part) => [part.split('=', 1)[0]?.toLowerCase() ?? '', part.slice(part.indexOf('=') + 1)]));
    if (name.startsWith('__Host-') && (!attributes.has('secure') || attributes.get('path') !== '/' || attributes.has('domain'))) {
      throw new Error(`a browser refuses this cookie: ${line}`);
    }
    const ended = Number(attributes.get('max-age') ?? 1) <= 0 || Date.parse(attributes.get('expires') ?? '9999-01-01') < Date.now();
    if (ended) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

export type FormEntry = readonly [name: string, value: string | AttachedFile];

export const urlEncoded = (entries: readonly FormEntry[]): string =>
  new URLSearchParams(entries.map(([name, value]): [string, string] => [name, typeof value === 'string' ? value : value.name])).toString();

/** A multipart body as browsers write it, names in UTF-8. */
export function multipart(entries: readonly FormEntry[]): { type: string; body: Buffer } {
  const boundary = `----WebKitFormBoundary${Math.random().toString(36).slice(2, 18).padEnd(16, '0')}`;
  const quoted = (text: string) => text.replace(/\r\n|[\r\n]/g, '%0D%0A').replaceAll('"', '%22');
  const parts = entries.flatMap(([name, value]) => {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
    if (typeof value === 'string') return [Buffer.from(`${head}\r\n\r\n${value}\r\n`)];
    const file = `${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type}\r\n\r\n`;
    return [Buffer.from(file), Buffer.from(value.bytes), Buffer.from('\r\n')];
  });
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}
