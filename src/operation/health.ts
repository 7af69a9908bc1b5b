import express, { type Request, type Response } from 'express';
import type { Readiness } from './readiness.js';

/** The process answers: where it does not, it is started anew. */
export const LIVE = '/health/live';
/** It can serve people: where it can't, others get the requests. */
export const READY = '/health/ready';

/**
 * Answers machines that decide whether this process lives and gets requests: before sessions and overload, so that neither hides it.
 * Nothing is told but the names of what fails.
 */
export function health(readiness: () => Readiness): express.Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.get(LIVE, (_req: Request, res: Response) => void res.json({ live: true }));
  router.get(READY, (_req: Request, res: Response) => {
    void readiness()
      .read()
      .then((ready) => res.status(Object.values(ready).every(Boolean) ? 200 : 503).json(ready));
  });
  router.all([LIVE, READY], (_req: Request, res: Response) => void res.set('Allow', 'GET, HEAD').status(405).json({}));
  return router;
}

/** A worker serves nobody: whoever comes by mistake gets no page of a person. */
export function noPages(_req: Request, res: Response): void {
  res.status(404).json({ role: 'worker' });
}
