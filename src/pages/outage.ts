/**
 * What PostgreSQL says where it can't serve now: no connection, none free, no room on its disk, on its way down, closed, a standby that only
 * reads, or let what it read go for what follows (its manual, appendix A); or that it knows no such role, password or database, as where they were changed.
 */
const OF_DATABASE = /^(?:08\w+|28\w+|3D000|53\w+|57P\w+|55000|55P03|25P0[34]|25006|40001)$/;
/** What Node says of machines that don't answer; ESTORE is the store of photos' own (photos/store). */
const OF_NETWORK = /^(?:ECONN\w+|E(?:PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|NOSPC|STORE)|UND_ERR_\w+)$/;
/** The driver has no code for these. */
const IN_WORDS =
  /^Connection terminated|^timeout expired|^timeout exceeded when trying to connect|^Client has encountered a connection error/;

/** Whether a machine did not answer, which is less than that it could not serve: what it says itself is an answer. */
export function isUnanswered(fault: unknown): boolean {
  if (!Error.isError(fault)) return false;
  const { code, name, message } = fault as Error & { code?: unknown };
  return (typeof code === 'string' && OF_NETWORK.test(code)) || name === 'TimeoutError' || IN_WORDS.test(message);
}

/** Whether something that the portal stands on doesn't answer, so that the same may go well in a moment: database, disk, store of photos. */
export function isOutage(fault: unknown): boolean {
  if (!Error.isError(fault)) return false;
  const { code, cause } = fault as Error & { code?: unknown };
  return isUnanswered(fault) || (typeof code === 'string' && OF_DATABASE.test(code)) || isOutage(cause);
}
