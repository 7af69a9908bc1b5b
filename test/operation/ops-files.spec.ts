import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { DCLinter } from 'dclint';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { readConfig, ROOT } from '../../src/config.js';
import { databaseRights } from '../../src/database/roles.js';
import { settingsSchema } from '../../src/settings.js';
import { sourceFiles } from '../support/source-files.js';

const read = (name: string): string => readFileSync(join(ROOT, 'ops', name), 'utf8');
const SETTINGS = Object.keys(settingsSchema.shape);
const SECRET = (name: string): string => Buffer.alloc(32, `${name} of the sample`).toString('base64');
/** What portal.env holds. */
const GIVEN: Readonly<Record<string, string>> = {
  DATABASE_PASSWORD: 'one',
  DATABASE_OWNER_PASSWORD: 'two',
  STORE_PASSWORD: 'three',
  DATA_KEYS: `1:${SECRET('data keys')}`,
  INDEX_KEY: SECRET('index key'),
  SESSION_SECRET: SECRET('session secret'),
  PASSWORD_PEPPER: SECRET('pepper'),
};

describe('the image', () => {
  const dockerfile = read('Dockerfile');
  const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));

  it('has nothing that the linter minds, and is nobody’s of note', () => {
    expect(validate(dockerfile)).toEqual([]);
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM'))).toMatch(/^USER 1000:1000$/m);
  });

  it('is made of what is here and let through, and holds each folder that the portal reads', () => {
    const let_through = read('Dockerfile.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? line.slice(1).replace('*', '').split('.json')[0]! : []));
    for (const name of copied) {
      expect(existsSync(join(ROOT, name))).toBe(true);
      expect(let_through.some((beginning) => name.startsWith(beginning))).toBe(true);
    }
    const readByPortal = sourceFiles('src', '.ts').flatMap(({ text }) =>
      [...text.matchAll(/join\(ROOT, '([\w-]+)'|new URL\('(?:\.\.\/)+([\w-]+)\//g)].map(([, first, second]) => first ?? second),
    );
    expect(readByPortal).toEqual(expect.arrayContaining(['public', 'locales', 'views', 'migrations']));
    for (const folder of new Set(readByPortal)) expect([...copied, 'tools']).toContain(folder);
  });
});

describe('the services of compose.yml', () => {
  type Service = { environment: Record<string, string>; read_only?: boolean; image: string };
  const { services } = parse(read('compose.yml'), { merge: true }) as { services: Record<string, Service> };
  const ours = Object.entries(services).filter(([, { image }]) => image === 'portal');

  it('have nothing that the linter minds but the order of lines and which quotes they have', () => {
    const ofTaste = [
      'service-keys-order',
      'services-alphabetical-order',
      'top-level-properties-order',
      'require-quotes-in-ports',
      'no-quotes-in-volumes',
    ];
    const rules = Object.fromEntries(ofTaste.map((name) => [name, 0 as const]));
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    expect(linter.lintFiles([join(ROOT, 'ops/compose.yml')], false)).toMatchObject([{ messages: [] }]);
    const broken = join(mkdtempSync(join(tmpdir(), 'compose-')), 'compose.yml');
    writeFileSync(broken, read('compose.yml').replace('healthcheck:', 'healthchecks:'));
    expect(linter.lintFiles([broken], false)).toMatchObject([{ errorCount: 1 }]);
    rmSync(dirname(broken), { recursive: true });
  });

  it('are a production that starts: web and worker, read-only, with settings that exist', () => {
    expect(ours.map(([name]) => name)).toEqual(['web', 'worker']);
    for (const [name, { environment, read_only }] of ours) {
      const filled = Object.entries(environment).map(([setting, value]) => [
        setting,
        String(value).replace(/\$\{(\w+):\?\}/g, (_all, given: string) => GIVEN[given] ?? 'missing'),
      ]);
      expect(Object.keys(environment).filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
      expect(readConfig({ NODE_ENV: 'production', DATA_DIR: '/data', ...Object.fromEntries(filled) })).toMatchObject({
        role: name,
        mode: 'production',
        photoStore: ['s3'],
      });
      expect(read_only).toBe(true);
    }
  });
});

it.each(readdirSync(join(ROOT, 'ops/systemd')))(
  'the unit %s sets what exists, starts what is built, and is waited for when it stops',
  (name) => {
    const unit = read(`systemd/${name}`);
    const set = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = '']) => line.split(' ').map((one) => one.split('=')[0]));
    expect(set.filter((setting) => ![...SETTINGS, 'MALLOC_ARENA_MAX'].includes(setting ?? ''))).toEqual([]);
    expect(unit).toMatch(/^ExecStart=\/usr\/bin\/node .*dist\/main\.js$/m);
    expect(existsSync(join(ROOT, 'src/main.ts'))).toBe(true);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(25);
    expect(unit).toMatch(/^ProtectSystem=strict$/m);
  },
);

it('the example of settings has what exists, what production needs, and the same mode and folder as the units', () => {
  const example = parseEnv(read('portal.env.example')) as Record<string, string>;
  expect(Object.keys(example).filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
  const secrets = Object.fromEntries(Object.entries(GIVEN).filter(([name]) => name in example));
  expect(readConfig({ ...example, ...secrets })).toMatchObject({ mode: 'production', dataDir: example.DATA_DIR });
  for (const unit of readdirSync(join(ROOT, 'ops/systemd')))
    expect(read(`systemd/${unit}`)).toMatch(new RegExp(`^Environment=NODE_ENV=${example.NODE_ENV} .*DATA_DIR=${example.DATA_DIR} `, 'm'));
});

it('roles of a database are made as the embedded one’s are', () => {
  const script = read('database-roles.sh');
  const roles = readFileSync(join(ROOT, 'src/database/roles.ts'), 'utf8')
    .replace(/\$\{OWNER_ROLE\}/g, 'portal_owner')
    .replace(/\$\{APP_ROLE\}/g, 'portal_app');
  const rights = /const SCHEMA_RIGHTS = `\n([^`]*)`/.exec(roles)?.[1] ?? 'missing';
  for (const line of rights.trim().split('\n')) expect(script).toContain(line.trim());
  for (const line of databaseRights('portal').split('; ')) expect(script).toContain(`${line.replace(/;$/, '').replaceAll('"', '')};`);
  expect(script).toContain(/login nosuperuser[a-z ]*(?= password)/.exec(roles)?.[0] ?? 'missing');
});
