import express, { type Request, type Response } from 'express';
import type { Readiness } from './readiness.js';

/** The process answers: where it does not, it is started anew. */
export const LIVE = '/health/live';
/** It can serve people: where it can't, others get the requests. */
export const READY = '/health/ready';
/** It was not told to stop, whatever else fails: for who gives out requests and would rather have our page on an outage shown than none. */
export const SERVING = '/health/serving';
const ADDRESSES = [LIVE, READY, SERVING];

/** Whether an address is one of those that machines ask. */
export const isHealth = (path: string): boolean => ADDRESSES.includes(path);

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
  router.get(SERVING, (_req: Request, res: Response) => {
    const serving = readiness().isRunning;
    res.status(serving ? 200 : 503).json({ serving });
  });
  router.all(ADDRESSES, (_req: Request, res: Response) => void res.set('Allow', 'GET, HEAD').status(405).json({}));
  return router;
}

/** A worker serves nobody: whoever comes by mistake gets no page of a person. */
export function noPages(_req: Request, res: Response): void {
  res.status(404).json({ role: 'worker' });
}
