import { PayloadTooLargeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { MAX_FILE_BYTES } from '../photos/photo.rules.js';
import { SECOND } from '../clock.js';

/** A photo of exactly the limit, with the other fields of its form. */
const LARGEST_UPLOAD = MAX_FILE_BYTES + 64 * 1024;
const PATIENCE_BYTES = 64 * 1024 * 1024;
const PATIENCE_TIME = 30 * SECOND;

/** Refuses uploads that say they are too large, before anything is kept. */
export function uploadLimit(req: Request, _res: Response, next: NextFunction): void {
  if (!req.is('multipart/form-data')) return next();
  const said = req.headers['content-length'];
  if (said === undefined || Number(said) <= LARGEST_UPLOAD) return next(); // one that does not say is counted as it is read
  void discardBody(req, Number(said) > PATIENCE_BYTES ? 0 : PATIENCE_TIME).then((there) => there && next(new PayloadTooLargeException()));
}

/**
 * Reads what still comes and throws it away, for a while: browsers show an answer only after they have sent their file (Firefox shows
 * "connection reset" otherwise). Answers whether somebody is still there to be answered.
 */
export function discardBody(req: Request, patience = PATIENCE_TIME): Promise<boolean> {
  if (req.complete) return Promise.resolve(true);
  if (req.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    let seen = 0;
    const stop = (there: boolean): void => {
      clearTimeout(timer);
      req.off('data', count).off('end', ended).off('close', gone);
      resolve(there);
    };
    const ended = (): void => stop(true);
    const gone = (): void => stop(req.complete);
    const count = (chunk: Buffer): void => {
      seen += chunk.length;
      if (seen > PATIENCE_BYTES) stop(true);
    };
    const timer = setTimeout(ended, patience);
    req.on('data', count).once('end', ended).once('close', gone);
  });
}
