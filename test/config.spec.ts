import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, ROOT } from '../src/config.js';
import { settingsSchema } from '../src/settings.js';

const key = (name: string): string => createHash('sha256').update(name).digest('base64');
const DATABASE = 'postgresql://portal_app:secret@db.example:5432/portal';
const OWNER = DATABASE.replace('portal_app', 'portal_owner');
const numbered = (server: string): string => `${DATABASE.replace('db.example', server)}?sslmode=verify-full`;
const COMPLETE: Record<string, string> = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://portal.example',
  DATABASE_URL: `${DATABASE}?sslmode=verify-full`,
  MIGRATION_DATABASE_URL: `${OWNER}?sslmode=verify-full`,
  MAIL_URL: 'smtp://mail.example',
  DATA_KEYS: `1:${key('d')}`,
  INDEX_KEY: key('i'),
  SESSION_SECRET: key('s'),
  PASSWORD_PEPPER: key('p'),
};

/** TRUST.md 23. */
describe('production', () => {
  it('starts with everything it needs', () => {
    expect(readConfig(COMPLETE)).toMatchObject({ mode: 'production', publicUrl: 'https://portal.example', logLevel: 'info' });
  });

  it('keeps photos in a folder, or where it is told; in a bucket only with all that it needs, and over TLS', () => {
    const bucket = { S3_ENDPOINT: 'https://s3.example/', S3_BUCKET: 'photos', S3_ACCESS_KEY_ID: 'portal', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(readConfig(COMPLETE)).toMatchObject({ photoStore: ['folder'], s3: null });
    const moving = readConfig({ ...COMPLETE, ...bucket, PHOTO_STORE: 's3, folder' });
    expect(moving).toMatchObject({ photoStore: ['s3', 'folder'], s3: { endpoint: 'https://s3.example', region: 'ca-central-1' } });
    for (const wrong of ['', ',', 'disk', 'folder,folder']) {
      const read = () => readConfig({ ...COMPLETE, PHOTO_STORE: wrong });
      if (wrong === '') expect(read().photoStore).toEqual(['folder']);
      else expect(read).toThrow('PHOTO_STORE');
    }
    for (const name of Object.keys(bucket))
      expect(() => readConfig({ ...COMPLETE, ...bucket, PHOTO_STORE: 's3', [name]: '' })).toThrow(name);
    const plain = { ...COMPLETE, ...bucket, PHOTO_STORE: 's3', S3_ENDPOINT: 'http://s3.example' };
    expect(() => readConfig(plain)).toThrow('S3_WITHOUT_TLS');
    expect(readConfig({ ...plain, S3_WITHOUT_TLS: 'yes' }).s3?.endpoint).toBe('http://s3.example');
  });

  it('looks a second time at 5% of the photos, unless told otherwise (PORTAL.md 4)', () => {
    expect(readConfig(COMPLETE).photoSecondLookPercent).toBe(5);
    expect(readConfig({ ...COMPLETE, PHOTO_SECOND_LOOK_PERCENT: '20' }).photoSecondLookPercent).toBe(20);
  });

  it('reads the role of a database where the driver reads it', () => {
    const without = { ...COMPLETE, DATABASE_WITHOUT_TLS: 'yes' };
    const inside = (role: string): string => `postgresql:///portal?host=/run/postgresql&user=${role}`;
    expect(readConfig({ ...without, DATABASE_URL: inside('portal_app') }).databaseUrl).toBe(inside('portal_app'));
    expect(() => readConfig({ ...without, DATABASE_URL: inside('one'), MIGRATION_DATABASE_URL: inside('one') })).toThrow(/two roles/);
  });

  it('needs no owner of the database in a process that leaves migrating to others', () => {
    const { MIGRATION_DATABASE_URL: _left, ...others } = COMPLETE;
    expect(readConfig(others).migrationDatabaseUrl).toBeNull();
  });

  it.each(Object.keys(COMPLETE).filter((name) => !['NODE_ENV', 'MIGRATION_DATABASE_URL'].includes(name)))(
    'refuses to start without %s',
    (name) => {
      const { [name]: _left, ...others } = COMPLETE;
      expect(() => readConfig(others)).toThrow(name);
      expect(() => readConfig({ ...others, [name]: '' })).toThrow(name);
    },
  );

  it.each([
    ['a plain address', { PUBLIC_URL: 'http://portal.example' }, /https:/],
    ['an address with a path, which no Origin equals', { PUBLIC_URL: 'https://portal.example/pr' }, /PUBLIC_URL/],
    ['an address with a name and password', { PUBLIC_URL: 'https://a:b@portal.example' }, /PUBLIC_URL/],
    ['a short session secret', { SESSION_SECRET: 'short' }, /SESSION_SECRET/],
    ['a short key', { DATA_KEYS: '1:c2hvcnQ=' }, /DATA_KEYS/],
    ['a key without its number', { DATA_KEYS: key('d') }, /DATA_KEYS/],
    ['a short index key', { INDEX_KEY: 'c2hvcnQ=' }, /INDEX_KEY/],
    ['a short pepper', { PASSWORD_PEPPER: 'c2hvcnQ=' }, /PASSWORD_PEPPER/],
    ['a key of one letter over and over', { INDEX_KEY: Buffer.alloc(32, 'x').toString('base64') }, /INDEX_KEY is no secret/],
    ['a data key of zeros', { DATA_KEYS: `1:${Buffer.alloc(32).toString('base64')}` }, /key 1 of DATA_KEYS is no secret/],
    ['a session secret of one letter', { SESSION_SECRET: 'x'.repeat(40) }, /SESSION_SECRET is no secret/],
    ['one secret for two purposes', { PASSWORD_PEPPER: key('i') }, /INDEX_KEY and PASSWORD_PEPPER are the same/],
    ['one secret for two purposes, as a text', { SESSION_SECRET: key('p') }, /SESSION_SECRET and PASSWORD_PEPPER are the same/],
    ['two keys of one number', { DATA_KEYS: `1:${key('d')},1:${key('e')}` }, /names key 1 twice/],
    ['one role for the portal and its migrations', { MIGRATION_DATABASE_URL: `${DATABASE}?sslmode=verify-full` }, /two roles/],
    [
      'a password that splits an address of a database, which it does not repeat',
      { DATABASE_URL: 'postgresql://portal_app:ap/pw#1@db.example/portal' },
      /^(?!.*ap\/pw)[\s\S]*DATABASE_URL: written postgresql:/,
    ],
    [
      'an address of a database without a role',
      { DATABASE_URL: 'postgresql://db.example/portal?sslmode=verify-full' },
      /DATABASE_URL: written/,
    ],
    ['a sender without an address', { MAIL_FROM: 'nonsense' }, /MAIL_FROM: an address/],
    ['no mail server but a web address', { MAIL_URL: 'https://mail.example' }, /MAIL_URL/],
    [
      'a mail service without TLS',
      { MAIL_URL: 'gcnotify+http://notify.example', NOTIFY_API_KEY: 'x'.repeat(20), NOTIFY_TEMPLATE_ID: randomUUID() },
      /gcnotify\+https/,
    ],
    ['a database without TLS', { DATABASE_URL: DATABASE }, /sslmode=verify-full in DATABASE_URL/],
    ['TLS with whoever answers', { DATABASE_URL: `${DATABASE}?uselibpqcompat=true&sslmode=require` }, /in DATABASE_URL/],
    [
      'TLS with an IPv4 address, which no certificate is compared with',
      { DATABASE_URL: numbered('192.0.2.7') },
      /in DATABASE_URL of a server called by its name/,
    ],
    ['TLS with an IPv6 address', { DATABASE_URL: numbered('[2001:db8::7]') }, /in DATABASE_URL of a server called by its name/],
    ['TLS with an IP address in other signs', { DATABASE_URL: numbered('%31%39%32.0.2.7') }, /in DATABASE_URL of a server/],
    ['TLS with another server behind', { DATABASE_URL: `${numbered('db.example')}&host=192.0.2.7` }, /in DATABASE_URL of a server/],
    ['TLS that is taken back', { DATABASE_URL: `${numbered('db.example')}&sslmode=no-verify` }, /in DATABASE_URL of a server/],
    ['reports over a line without TLS', { REPORTS_DATABASE_URL: DATABASE }, /sslmode=verify-full in REPORTS_DATABASE_URL/],
    ['TLS that may be left out', { MIGRATION_DATABASE_URL: `${OWNER}?sslmode=prefer` }, /in MIGRATION_DATABASE_URL/],
  ])('refuses to start with %s', (_what, settings, words) => {
    expect(() => readConfig({ ...COMPLETE, ...settings })).toThrow(words);
  });

  it('takes a database without TLS when told so', () => {
    const settings = { DATABASE_URL: DATABASE, MIGRATION_DATABASE_URL: OWNER, DATABASE_WITHOUT_TLS: 'yes' };
    expect(readConfig({ ...COMPLETE, ...settings }).databaseUrl).toBe(DATABASE);
  });

  it('mails over TLS only, unless told otherwise', () => {
    expect(readConfig(COMPLETE).mailNeedsTls).toBe(true);
    expect(readConfig({ ...COMPLETE, MAIL_WITHOUT_TLS: 'yes' }).mailNeedsTls).toBe(false);
  });

  it('writes its address as browsers do', () => {
    expect(readConfig({ ...COMPLETE, PUBLIC_URL: 'https://Portal.Example:443/' }).publicUrl).toBe('https://portal.example');
  });
});

it('docs/operation.md tells of every setting, its default, and whether production needs it', () => {
  const operation = readFileSync(join(ROOT, 'docs/operation.md'), 'utf8');
  const rows = operation.slice(operation.indexOf('\n## Settings')).matchAll(/^\| (`[A-Z].*?) \| (.*?) ?\| /gm);
  const told = [...rows].flatMap(([, names = '', byDefault = '']) =>
    [...names.matchAll(/`(\w+)`( \*)?/g)].map(([, name = '', needed]) => ({ name, needed: needed !== undefined, byDefault })),
  );
  expect(told.map(({ name }) => name).sort()).toEqual(Object.keys(settingsSchema.shape).sort());
  for (const { name, needed, byDefault } of told) {
    const { [name]: _left, ...others } = COMPLETE;
    if (needed) expect(() => readConfig(others)).toThrow(name);
    else expect(readConfig(name === 'NODE_ENV' ? COMPLETE : others).mode).toBe('production');
    const schema = settingsSchema.shape[name as keyof typeof settingsSchema.shape];
    if ('defaultValue' in schema.def)
      expect({ name, byDefault }).toEqual({ name, byDefault: expect.stringContaining(String(schema.def.defaultValue)) });
  }
});
