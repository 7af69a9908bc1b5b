import { DriverException, ValidationError } from '@mikro-orm/core';
import pg from 'pg';

/** What the log keeps of a fault. */
export interface LoggedFault {
  readonly type: string;
  readonly message?: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly stack: readonly string[];
}

/**
 * A fault as the log may show it (TRUST.md 21). The database quotes what was written ("invalid input syntax for type uuid: …"), and its
 * faults carry rows, statements and whole records: of those only code and constraint are kept.
 */
export function faultInLog(fault: unknown): LoggedFault {
  if (!Error.isError(fault)) return { type: typeof fault, stack: [] };
  const { code, constraint } = fault as { code?: unknown; constraint?: unknown };
  const quotes = [DriverException, ValidationError, pg.DatabaseError].some((kind) => fault instanceof kind);
  return {
    type: fault.constructor.name,
    ...(quotes ? {} : { message: fault.message }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: (fault.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)),
  };
}
