import type { ServerResponse } from 'node:http';
import type { Response } from 'express';
import helmet from 'helmet';

/**
 * Headers of every response, errors and static files included (TRUST.md 8). No inline script or style is allowed anywhere, and
 * no script at all but on the pages that have one of ours (`allowInPage`).
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'font-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true },
  referrerPolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  // nothing of ours comes from elsewhere, so that nothing else can ever be drawn in
  crossOriginEmbedderPolicy: { policy: 'require-corp' },
  xPoweredBy: false,
});

/** Pages are never stored: they speak of people's status. Static files set their own rule later. */
export function neverStored(_req: unknown, res: ServerResponse, next: () => void): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  next();
}

const POLICY = 'Content-Security-Policy';

/** Widens the policy of this one answer: `allowInPage(res, 'script-src', "'self'")`. A directive that is there gains a source. */
export function allowInPage(res: Response, directive: string, source: string): void {
  const policy = String(res.getHeader(POLICY) ?? '');
  const asked = `${policy};${directive} ${source}`;
  const known = WIDER.get(asked) ?? widened(policy, directive, source);
  WIDER.set(asked, known);
  res.setHeader(POLICY, known);
}

/** What came of each policy that a page of ours asked to be widened: a few, and the same on every page. */
const WIDER = new Map<string, string>();

function widened(policy: string, directive: string, source: string): string {
  const directives = policy.split(';');
  const at = directives.findIndex((one) => one.trim().split(' ')[0] === directive);
  if (at < 0) directives.push(`${directive} ${source}`);
  else directives[at] += ` ${source}`;
  return directives.join(';');
}
