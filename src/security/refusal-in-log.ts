import type { Request } from 'express';
import { HttpException } from '@nestjs/common';
import { declaredPath } from './declared-path.js';

/** What the log keeps of a request that was refused. */
export interface LoggedRefusal {
  readonly status: number;
  readonly method: string;
  /** The address's shape, `/en/cases/:case`; missing where the request was refused before its page was known. */
  readonly route?: string;
  readonly why?: string;
  readonly account?: string;
  readonly kind?: string;
}

/** Refusals that may be somebody's attempt on the portal: on its rules, its forms, its limits or its parser. */
const ATTEMPTS = new Set([400, 403, 405, 429, 431]);

/** Our own words for why; anything else could quote what was sent. */
const REASONS = new Set(['cross-site', 'token', 'permission', 'host', 'method not allowed', 'too many headers', 'too many requests']);

/**
 * A refused request as the log may show it (TRUST.md 21): who, what and why, and nothing that was typed. A signed-in person who asks for
 * a record that is not there, or not theirs, counts as well: both are 404 to them. Null where there is nothing to note.
 */
export function refusalInLog(fault: unknown, status: number, req: Request): LoggedRefusal | null {
  const actor = req.user?.actor;
  const route = declaredPath(req);
  const notTheirs = status === 404 && actor !== undefined && route !== undefined;
  if (!ATTEMPTS.has(status) && !notTheirs) return null;
  const why = fault instanceof HttpException && REASONS.has(fault.message) ? fault.message : undefined;
  return {
    status,
    method: req.method,
    ...(route ? { route } : {}),
    ...(why ? { why } : {}),
    ...(actor ? { account: actor.accountId, kind: actor.kind } : {}),
  };
}
