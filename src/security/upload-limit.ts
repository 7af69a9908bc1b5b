import { PayloadTooLargeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { MAX_FILE_BYTES } from '../photos/photo.rules.js';
import { SECOND } from '../clock.js';

/** A photo of exactly the limit, with the other fields of its form. */
const LARGEST_UPLOAD = MAX_FILE_BYTES + 64 * 1024;
const PATIENCE_BYTES = 64 * 1024 * 1024;
const PATIENCE_TIME = 30 * SECOND;

/**
 * Refuses uploads that say they are too large, before anything is kept. What still comes is read and thrown away for a while:
 * browsers show an answer only after they have sent their file (Firefox shows "connection reset" otherwise).
 */
export function uploadLimit(req: Request, _res: Response, next: NextFunction): void {
  if (!req.is('multipart/form-data')) return next();
  const said = req.headers['content-length'];
  if (said === undefined || Number(said) <= LARGEST_UPLOAD) return next(); // one that does not say is counted as it is read
  let seen = 0;
  const stop = (): void => {
    clearTimeout(timer);
    req.off('data', count).off('end', refuse).off('close', stop);
  };
  const refuse = (): void => {
    stop();
    next(new PayloadTooLargeException());
  };
  const count = (chunk: Buffer): void => {
    seen += chunk.length;
    if (seen > PATIENCE_BYTES) refuse();
  };
  const timer = setTimeout(refuse, Number(said) > PATIENCE_BYTES ? 0 : PATIENCE_TIME);
  req.on('data', count).once('end', refuse).once('close', stop);
}
