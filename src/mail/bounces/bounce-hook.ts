import { timingSafeEqual } from 'node:crypto';
import express, { type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import type { Bounces } from './bounces.js';

export const BOUNCE_HOOK = '/hooks/mail-bounces';

/** A delivery receipt as GC Notify sends it; other senders can be taught the same few fields. */
const receipt = z.object({
  id: z.string().max(200).nullish(),
  /** The key of the mail in our outbox, or its Message-ID. */
  reference: z.string().max(300).nullish(),
  status: z.string().max(60),
});

/** What a receipt says for good, or of a try that is over: GC Notify tries no more. Every other status (`delivered`, `sending`) is no bounce. */
const BOUNCES = { 'permanent-failure': 'permanent', 'temporary-failure': 'undelivered', 'technical-failure': 'undelivered' } as const;

/**
 * Takes what a mail service tells of mails that came back: JSON with a bearer token, from a server and no browser, so neither session nor
 * CSRF token is asked for. Told twice it is recorded once.
 */
export function bounceHook(token: string, bounces: () => Bounces): express.Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const read = express.json({ limit: '16kb', type: 'application/json' });
  router.use(BOUNCE_HOOK, (req: Request, res: Response, next: NextFunction) => {
    if (req.path !== '/') return next();
    if (req.method !== 'POST') return answer(res.set('Allow', 'POST'), 405, 'post a delivery receipt');
    if (!sameToken(req.get('authorization') ?? '', token)) return answer(res.set('WWW-Authenticate', 'Bearer'), 401, 'token');
    read(req, res, (fault?: unknown) => {
      if (fault) return answer(res, (fault as { status?: number }).status ?? 400, 'not read');
      const told = receipt.safeParse(req.body);
      if (!told.success) return answer(res, 400, 'not a delivery receipt');
      const { reference, id, status } = told.data;
      const bounce = Object.hasOwn(BOUNCES, status) ? BOUNCES[status as keyof typeof BOUNCES] : null;
      if (!bounce) return answer(res, 200, 'no bounce');
      bounces()
        .record(mailOf(reference || id || ''), bounce)
        .then((outcome) => answer(res, 200, outcome), next);
    });
  });
  return router;
}

/** `<key@domain>` is the key. */
const mailOf = (reference: string): string => /^<?([^<@>]*)/.exec(reference.trim())?.[1] ?? '';

function answer(res: Response, status: number, outcome: string): void {
  res.status(status).json({ outcome });
}

function sameToken(header: string, token: string): boolean {
  const [given, known] = [Buffer.from(/^Bearer +(.+)$/i.exec(header)?.[1] ?? ''), Buffer.from(token)];
  return given.length === known.length && timingSafeEqual(given, known);
}
