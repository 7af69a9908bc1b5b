import { IncomingMessage, STATUS_CODES, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Response } from 'express';
import { SECOND } from '../clock.js';
import { LANGUAGES, type Language, otherLanguage } from '../language/language.js';
import { neverStored, securityHeaders } from '../security/headers.js';
import { RETRY_AFTER } from '../security/request-limits.js';
import { HTML_TYPE } from './html.js';
import type { Pages } from './pages.js';
import { RULES_IN_TEXTS } from './rules-in-texts.js';

/** Where an answer is needed before, or instead of, all that makes a page: rendered once, without a visitor. */
export const PLAIN_STATUSES = [400, 405, 408, 413, 429, 431, 503] as const;
type PlainStatus = (typeof PLAIN_STATUSES)[number];

/**
 * Error pages that cost next to nothing and need nothing: for what Node's parser refuses, when the portal is overloaded, when a body comes too
 * slowly. In one language where the address says which, otherwise in both.
 */
export class PlainPages {
  readonly #pages = new Map<string, Buffer>();
  readonly #headers: [string, string][];
  /** The same, name and value in turn. */
  readonly #flat: string[];

  constructor(pages: Pages) {
    for (const status of PLAIN_STATUSES) {
      const data = { status, key: `errors:${status}`, rules: RULES_IN_TEXTS, minutes: 1, brand: pages.brand };
      for (const language of LANGUAGES) {
        const [one, both] = [[language], [language, otherLanguage(language)]];
        this.#pages.set(`${status} ${language}`, Buffer.from(pages.render('errors/plain', { ...data, language, halves: one })));
        this.#pages.set(`${status} ${language} both`, Buffer.from(pages.render('errors/plain', { ...data, language, halves: both })));
      }
    }
    this.#headers = [...securityHeadersAlone(), ['Content-Type', HTML_TYPE]];
    this.#flat = this.#headers.flat();
  }

  of(status: PlainStatus, language: Language | null): Buffer {
    return this.#pages.get(language ? `${status} ${language}` : `${status} en both`) ?? Buffer.alloc(0);
  }

  /** As an answer of Express, whose headers are there already. Past its own `send`: a page of an overloaded portal costs half as much so. */
  send(res: Response, status: PlainStatus, language: Language | null = null): void {
    const page = this.of(status, language);
    if (status === 503 || status === 429) res.setHeader('Retry-After', retryAfter(status));
    res.writeHead(status, { 'Content-Type': HTML_TYPE, 'Content-Length': page.length }).end(page);
  }

  /** With all its headers, where nothing was done yet about an answer of Express. */
  sendWhole(res: ServerResponse, status: 503, language: Language | null): void {
    const page = this.of(status, language);
    res.writeHead(status, [...this.#flat, 'Content-Length', String(page.length), 'Retry-After', retryAfter(status)]).end(page);
  }

  /** As the bytes of a whole answer, for a connection that has no request. The connection is closed after it. */
  raw(status: PlainStatus, more: Readonly<Record<string, string>> = {}): string {
    const body = this.of(status, null);
    const headers: [string, string][] = [
      ...this.#headers,
      ['Content-Length', String(body.length)],
      ['Connection', 'close'],
      ...(status === 503 || status === 429 ? [['Retry-After', retryAfter(status)] satisfies [string, string]] : []),
      ...Object.entries(more),
    ];
    return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${headers.map((header) => header.join(': ')).join('\r\n')}\r\n\r\n${body}`;
  }
}

const retryAfter = (status: 503 | 429): string => String(status === 503 ? RETRY_AFTER / SECOND : 60);

/** What the middleware sets on every answer, from the same source. */
function securityHeadersAlone(): [string, string][] {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  securityHeaders(req, res, () => {});
  neverStored(req, res, () => {});
  return Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]);
}
