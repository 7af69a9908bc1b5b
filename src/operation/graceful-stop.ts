import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Portal } from '../portal.js';
import { closeUnused } from '../security/portal-server.js';
import { CUT_BEFORE_END, STOP_WITHIN } from './operation.rules.js';

/**
 * Ends a portal that people use: it says that it is not ready, gives its jobs back, waits until no more requests are given to it, finishes
 * those it has, and then ends its parts, which requests may need to the last. Requests that take longer than there is time are cut: the browser says so, and nothing of them was acknowledged.
 * @param delay milliseconds between being unready and taking no more connections
 */
export async function stopGracefully(portal: Portal, delay: number, within = STOP_WITHIN): Promise<void> {
  const server = portal.app.getHttpServer() as Server;
  portal.drain();
  await wait(delay);
  const cut = setTimeout(() => server.closeAllConnections(), Math.max(0, within - CUT_BEFORE_END - delay));
  const late = new AbortController();
  try {
    await Promise.race([
      noMoreRequests(server).then(() => portal.close()),
      wait(within - delay, undefined, { signal: late.signal }).catch(() => {}),
    ]);
  } finally {
    late.abort();
    clearTimeout(cut);
  }
}

/** So long a connection may be open before anything is sent on it, in milliseconds, once no more are taken. */
const UNUSED_FOR = 1_000;

/** Takes no more connections; done once the last request is answered. Nest would wait for mails and jobs first, and take requests meanwhile. */
function noMoreRequests(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    // not at once: what was just sent on a new connection may not be read yet
    setTimeout(() => closeUnused(server), UNUSED_FOR).unref();
  });
}
