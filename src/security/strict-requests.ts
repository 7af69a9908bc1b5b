import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { PlainPages } from '../pages/plain-pages.js';
import { FORM_TIMEOUT, MAX_HEADERS } from './server.rules.js';

const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

/** No text of PostgreSQL holds it, and nobody types it. */
const NUL = /%00/;

/**
 * Refuses what Node's parser lets through and proxies may read in another way (TRUST.md 10): no or several hosts, a host that is none, too
 * many headers, an address with a NUL in it. The host is used for nothing: links come from PUBLIC_URL.
 */
export function strictRequests(req: Request, _res: Response, next: NextFunction): void {
  if (!req.path.startsWith('/')) return next(new NotFoundException()); // `OPTIONS *` asks for no page
  if (NUL.test(req.url)) return next(new BadRequestException('address'));
  const names = req.rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.length >= MAX_HEADERS) return next(new HttpException('too many headers', 431));
  const hosts = names.filter((name) => name.toLowerCase() === 'host').length;
  if (hosts > 1 || (hosts === 0 && req.httpVersion !== '1.0')) return next(new BadRequestException('host'));
  if (hosts === 1 && !HOST.test(req.headers.host ?? '')) return next(new BadRequestException('host'));
  next();
}

/** Ends the wait for a form that comes byte by byte; a photo from a slow phone has the server's own, longer time. */
export function slowForms(plainPages: PlainPages, timeout: number = FORM_TIMEOUT) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (!hasBody(req) || req.is('multipart/form-data')) return next();
    const timer = setTimeout(() => {
      if (!req.complete && !res.headersSent) plainPages.send(res.set('Connection', 'close'), 408); // its reader's fault finds the answer sent
    }, timeout);
    timer.unref();
    const stop = (): void => clearTimeout(timer);
    req.once('end', stop).once('close', stop);
    next();
  };
}

export const hasBody = (req: Request): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
