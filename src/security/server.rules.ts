import { MINUTE, SECOND } from '../clock.js';

/** What a client may take of the server before it is asked who it is (TRUST.md 10). */
export const SERVER_LIMITS = {
  /** The head of a request is small: a slow phone sends it in a second or two. */
  headersTimeout: 15 * SECOND,
  /** A photo of 4 MiB over 64 kbit/s takes nine minutes; forms have a shorter time of their own (FORM_TIMEOUT). */
  requestTimeout: 10 * MINUTE,
  /** Longer than proxies keep an idle connection (60 s), so that none sends into one that is closing. */
  keepAliveTimeout: 65 * SECOND,
  /** How often the times above are looked at. */
  connectionsCheckingInterval: 5 * SECOND,
  /** Our cookie is 100 bytes and our longest address 300: the rest is room for proxies. */
  maxHeaderSize: 16 * 1024,
} as const;

/** A form without a file is at most 64 kB. */
export const FORM_TIMEOUT = MINUTE;

/** Browsers send 15 to 25, proxies add a few. */
export const MAX_HEADERS = 100;

/** Each takes about 20 kB and a file handle. */
export const MAX_CONNECTIONS = 8_000;

/** From one network address, unless it is a listed proxy's: a firm's or a library's browsers open at most 6 each. */
export const MAX_CONNECTIONS_PER_ADDRESS = 400;
