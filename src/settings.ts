import { isIP } from 'node:net';
import { z } from 'zod';
import { AS_DATABASE_URL, isDatabaseUrl } from './database/database-url.js';
import { HOMES, type HomeName } from './photos/store/photo-home.js';

const databaseUrl = z.string().refine(isDatabaseUrl, AS_DATABASE_URL).optional();

/** What may be set from outside, each by its name in the environment; config.ts reads it. */
export const settingsSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATA_DIR: z.string().min(1).default('var'),
  BRAND_DIR: z.string().min(1).default('brand'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine((text) => /^\w+:\/\/[^/?#@]+\/?$/.test(text), 'no more than https://name, with a port if need be')
    .optional(),
  DATABASE_URL: databaseUrl,
  MIGRATION_DATABASE_URL: databaseUrl,
  REPORTS_DATABASE_URL: databaseUrl,
  DATABASE_WITHOUT_TLS: z.literal('yes').optional(),
  DATABASE_POOLER: z.literal('transaction').optional(),
  MAIL_URL: z
    .string()
    .regex(/^(?:smtps?:\/\/|gcnotify\+https?:\/\/[^/]+$)/, 'smtp://…, smtps://… or gcnotify+https://NAME')
    .optional(),
  NOTIFY_API_KEY: z.string().min(20).optional(),
  NOTIFY_TEMPLATE_ID: z.uuid().optional(),
  MAIL_WITHOUT_TLS: z.literal('yes').optional(),
  MAIL_PER_MINUTE: z.coerce.number().int().min(1).optional(),
  MAIL_PER_DAY: z.coerce.number().int().min(1).optional(),
  BOUNCE_TOKEN: z.string().min(32, 'at least 32 characters').optional(),
  BOUNCE_MAILBOX: z.string().min(1).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'an address, or a name and an address in angle brackets')
    .default('Permanent Residence Confirmation Portal <portal@portal.example>'),
  DATA_KEYS: z.string().optional(),
  INDEX_KEY: z.string().optional(),
  SESSION_SECRET: z.string().optional(),
  PASSWORD_PEPPER: z.string().optional(),
  BREACHED_PASSWORDS_FILE: z.string().min(1).optional(),
  TRUST_PROXY: z
    .string()
    .refine(areProxies, 'addresses of proxies, as 10.0.0.7, 10.0.0.0/24, fd00::/8 or loopback, with commas between; not everybody')
    .optional(),
  PHOTO_STORE: z
    .string()
    .default('folder')
    .refine(
      (text) => areHomes(entriesOf(text)),
      `one of ${HOMES.join(', ')}; or several with commas between, the one that is written to first`,
    ),
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket')
    .optional(),
  S3_REGION: z.string().min(1).default('ca-central-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  S3_WITHOUT_TLS: z.literal('yes').optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_ADDRESS: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  STOP_DELAY_SECONDS: z.coerce.number().int().min(0).max(15).optional(),
  OVERLOAD_LAG_MS: z.coerce.number().int().min(0).max(10_000).default(1_000),
  PHOTO_SECOND_LOOK_PERCENT: z.coerce.number().min(0).max(100).default(5),
  PHOTO_UNDO_SECONDS: z.coerce.number().int().min(0).max(600).default(60),
  CARD_RELEASE: z.enum(['one', 'two']).default('one'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).optional(),
});

/** Names that Express knows, addresses, and parts of networks. `true`, a number of hops or the whole world would trust strangers. */
function areProxies(list: string): boolean {
  return entriesOf(list).every((entry) => {
    if (/^(loopback|linklocal|uniquelocal)$/.test(entry)) return true;
    const [address = '', bits, ...rest] = entry.split('/');
    if (!isIP(address) || rest.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= (isIP(address) === 4 ? 32 : 128));
  });
}

/** The entries of a list with commas between. */
export const entriesOf = (list: string): string[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

function areHomes(names: readonly string[]): names is [HomeName, ...HomeName[]] {
  return names.length > 0 && new Set(names).size === names.length && names.every((name) => HOMES.some((home) => home === name));
}

export type Settings = z.infer<typeof settingsSchema>;
