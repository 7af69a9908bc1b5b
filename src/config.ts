import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECOND } from './clock.js';
import type { GcNotifySettings } from './mail/gc-notify.js';
import { roleIn } from './database/database-url.js';
import { localSecrets, SECRET_NAMES } from './local-secrets.js';
import type { HomeName } from './photos/store/photo-home.js';
import type { S3Settings } from './photos/store/s3-home.js';
import { type Secrets, secretsFrom } from './secrets.js';
import { entriesOf, type Settings, settingsSchema } from './settings.js';

/** The folder of the whole project; right from src/ and dist/ alike. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The folder a command was called in: npm goes to the project's own, and says so. */
export const CALLED_FROM = process.env.INIT_CWD ?? '.';

export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

export interface Config {
  mode: 'development' | 'production' | 'test';
  port: number;
  /** Absolute path of the folder for photos, mail and the embedded database. */
  dataDir: string;
  /** Absolute path of the folder with the portal's mark, colours and names. */
  brandDir: string;
  /** Without a slash at the end; links in mails and the Origin check come from it. Null: made from the port once it is known. */
  publicUrl: string | null;
  databaseUrl: string | null;
  migrationDatabaseUrl: string | null;
  /** Of a standby that reports are read from. */
  reportsDatabaseUrl: string | null;
  /** Whether a pooler stands before the database that gives each transaction another connection. */
  databasePooled: boolean;
  mailUrl: string | null;
  /** Mails go to a server that speaks TLS, or not at all. */
  mailNeedsTls: boolean;
  mailFrom: string;
  /** GC Notify, where MAIL_URL names it. */
  gcNotify: GcNotifySettings | null;
  /** So many mails leave in a minute and in a day (UTC), all processes together; null: as many as there are. */
  mailPerMinute: number | null;
  mailPerDay: number | null;
  /** The secret by which a mail service tells of mails that came back; null: it can't. */
  bounceToken: string | null;
  /** Absolute path of a folder of `.eml` files, or a file in mbox format, with messages about mails that came back; null: none. */
  bounceMailbox: string | null;
  secrets: Secrets;
  /** Absolute path of a sorted list of breached passwords' hashes; null: none. */
  breachedPasswordsFile: string | null;
  /** Nobody gave them: they were made, and lie in the data folder. Never so in production. */
  secretsAreLocal: boolean;
  /** Addresses of proxies whose X-Forwarded-* headers count; none by default. */
  trustProxy: string[];
  /** Where photos are put; those after the first are only read, and emptied by `npm run photos:move`. */
  photoStore: readonly [HomeName, ...HomeName[]];
  /** The bucket of photos; null: none. */
  s3: S3Settings | null;
  /** Whether this process serves pages, does what is due by the clock and sends mails, or both. */
  role: 'all' | 'web' | 'worker';
  /** Where Prometheus asks for measurements, apart from pages; null: nowhere. */
  metrics: { readonly port: number; readonly address: string } | null;
  /** So long it says that it is not ready before it takes no more connections, in milliseconds. */
  stopDelay: number;
  /** From this lag of the event loop on pages are turned away with 503, in milliseconds. 0: never. */
  overloadLag: number;
  /** How long an officer can take back a decision on a photo; its mail waits as long. 0: not at all. */
  photoUndoSeconds: number;
  /** Of a hundred decisions on photos, how many a second officer looks at without knowing the first (PORTAL.md 4). */
  photoSecondLookPercent: number;
  /** How many people it takes to send a card to print. */
  cardRelease: 'one' | 'two';
  logLevel: string;
}

/**
 * The configuration, read from the environment. This is the only reader of process.env.
 * @throws Error that lists every wrong or missing setting; production needs its secrets, PUBLIC_URL and databases
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (!parsed.success) {
    throw new Error(`Wrong settings:\n${parsed.error.issues.map((issue) => `- ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
  }
  const settings = parsed.data;
  const production = settings.NODE_ENV === 'production';
  if (production) refuseIncomplete(settings);
  const gcNotify = gcNotifyFrom(settings);
  const dataDir = isAbsolute(settings.DATA_DIR) ? settings.DATA_DIR : join(ROOT, settings.DATA_DIR);
  return {
    mode: settings.NODE_ENV,
    port: settings.PORT,
    dataDir,
    brandDir: resolve(ROOT, settings.BRAND_DIR),
    publicUrl: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).origin : null, // as browsers write it in Origin
    databaseUrl: settings.DATABASE_URL ?? null,
    migrationDatabaseUrl: settings.MIGRATION_DATABASE_URL ?? null,
    reportsDatabaseUrl: settings.REPORTS_DATABASE_URL ?? null,
    databasePooled: settings.DATABASE_POOLER === 'transaction',
    mailUrl: settings.MAIL_URL ?? null,
    mailNeedsTls: production && !settings.MAIL_WITHOUT_TLS,
    mailFrom: settings.MAIL_FROM,
    gcNotify,
    mailPerMinute: settings.MAIL_PER_MINUTE ?? (gcNotify ? GC_NOTIFY_BUDGET.perMinute : null),
    mailPerDay: settings.MAIL_PER_DAY ?? (gcNotify ? GC_NOTIFY_BUDGET.perDay : null),
    bounceToken: settings.BOUNCE_TOKEN ?? null,
    bounceMailbox: settings.BOUNCE_MAILBOX ? resolve(ROOT, settings.BOUNCE_MAILBOX) : null,
    secrets: secretsFrom(settings.DATA_KEYS ? settings : localSecrets(dataDir)),
    secretsAreLocal: !settings.DATA_KEYS,
    breachedPasswordsFile: settings.BREACHED_PASSWORDS_FILE ? resolve(ROOT, settings.BREACHED_PASSWORDS_FILE) : null,
    trustProxy: entriesOf(settings.TRUST_PROXY ?? ''),
    photoStore: entriesOf(settings.PHOTO_STORE) as [HomeName, ...HomeName[]],
    s3: s3From(settings),
    role: settings.ROLE,
    metrics: settings.METRICS_PORT === undefined ? null : { port: settings.METRICS_PORT, address: settings.METRICS_ADDRESS },
    stopDelay: (settings.STOP_DELAY_SECONDS ?? (production ? 5 : 0)) * SECOND,
    overloadLag: settings.OVERLOAD_LAG_MS,
    photoSecondLookPercent: settings.PHOTO_SECOND_LOOK_PERCENT,
    photoUndoSeconds: settings.PHOTO_UNDO_SECONDS,
    cardRelease: settings.CARD_RELEASE,
    logLevel: settings.LOG_LEVEL ?? (production ? 'info' : 'warn'),
  };
}

/** What GC Notify allows a service. */
const GC_NOTIFY_BUDGET = { perMinute: 1_000, perDay: 10_000 };

function gcNotifyFrom({ NODE_ENV, MAIL_URL, NOTIFY_API_KEY, NOTIFY_TEMPLATE_ID }: Settings): GcNotifySettings | null {
  if (!MAIL_URL?.startsWith('gcnotify+')) return null;
  if (!NOTIFY_API_KEY || !NOTIFY_TEMPLATE_ID) throw new Error('GC Notify needs these settings: NOTIFY_API_KEY, NOTIFY_TEMPLATE_ID');
  const address = MAIL_URL.slice('gcnotify+'.length);
  if (NODE_ENV === 'production' && !address.startsWith('https://'))
    throw new Error('Production needs MAIL_URL to begin with gcnotify+https://');
  return { address, apiKey: NOTIFY_API_KEY, templateId: NOTIFY_TEMPLATE_ID };
}

/** Given whole or not at all; needed where photos are in it. */
function s3From(settings: Settings): S3Settings | null {
  const names = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = settings;
  if (!S3_ENDPOINT || !S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    const wanted = entriesOf(settings.PHOTO_STORE).includes('s3') || names.some((name) => settings[name]);
    if (wanted) throw new Error(`S3 needs these settings: ${names.filter((name) => !settings[name]).join(', ')}`);
    return null;
  }
  const endpoint = new URL(S3_ENDPOINT).origin;
  if (settings.NODE_ENV === 'production' && !endpoint.startsWith('https://') && !settings.S3_WITHOUT_TLS)
    throw new Error('Production needs S3_ENDPOINT to begin with https://, or S3_WITHOUT_TLS=yes where the network is safe');
  return { endpoint, bucket: S3_BUCKET, region: S3_REGION, accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
}

/** TRUST.md 23: no production with missing or weak secrets, without a database over TLS, an address of its own or a mail server. */
function refuseIncomplete(settings: Settings): void {
  const missing = [...SECRET_NAMES, 'PUBLIC_URL', 'DATABASE_URL', 'MAIL_URL'].filter((name) => !settings[name as keyof typeof settings]);
  if (missing.length > 0) throw new Error(`Production needs these settings: ${missing.join(', ')}`);
  if (!settings.PUBLIC_URL?.startsWith('https://')) throw new Error('Production needs PUBLIC_URL to begin with https://');
  const open = (['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'REPORTS_DATABASE_URL'] as const).filter(
    (name) => settings[name] && !asksForTls(settings[name]),
  );
  if (open.length > 0 && !settings.DATABASE_WITHOUT_TLS)
    throw new Error(
      `Production needs sslmode=verify-full in ${open.join(' and ')} of a server called by its name, not by a number, or DATABASE_WITHOUT_TLS=yes where the network is safe`,
    );
  const [app, owner] = [settings.DATABASE_URL, settings.MIGRATION_DATABASE_URL];
  if (app && owner && roleIn(app) === roleIn(owner))
    throw new Error('Production needs two roles: DATABASE_URL as one that owns nothing, MIGRATION_DATABASE_URL as the owner');
}

/**
 * With a certificate that is verified: `require` would take anybody's where libpq's own meaning of it is asked for, and of a server called by its
 * IP address pg compares the certificate with `localhost`.
 */
function asksForTls(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl);
  // of what is said twice pg takes the last, and `host` instead of the server that the address begins with
  const asks = searchParams.getAll('sslmode').join() === 'verify-full' && !searchParams.has('host');
  return asks && isIP(decodeURIComponent(hostname).replace(/^\[|\]$/g, '')) === 0;
}
