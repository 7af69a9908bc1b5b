import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { href } from '../../src/language/routes.js';
import { Translator } from '../../src/language/translator.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { Journey } from '../../tools/journey.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type LogLines, listenToLog } from '../support/log-lines.js';
import type { Mail } from '../support/mailbox.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { RecordedVisitor, Typed } from '../support/recorded-visitor.js';
import { codeFor } from '../support/second-factor.js';
import { signIn } from '../support/sign-in.js';

/** Unlike anything the portal itself writes. */
const WAY = {
  email: 'zyxwvu.canary@mail.example',
  caseNumber: 'E918273645',
  familyName: 'Zyxwvutsrq-L’Écuyer',
  givenNames: 'Qponmlkj Bernadette',
  uci: '9182-7364',
} as const;
const FILE_NAME = 'passport of zyxwvutsrq.jpg';

/** Everybody's way through the whole portal, typed with canaries; then whoever reads the database, the folder or the log finds none. */
describe('whoever reads what the portal keeps and writes down', () => {
  let portal: TestPortal;
  let log: LogLines;
  const typed = new Typed();
  const plain: string[] = [];
  const mails: Mail[] = [];

  beforeAll(async () => {
    log = listenToLog();
    portal = await aPortal({ environment: { PHOTO_UNDO_SECONDS: '0', LOG_LEVEL: 'debug' } });
    const officer = await anOfficer(portal, { role: 'supervisor' }); // the whole way, cards included, by one person
    const visitor = () => new RecordedVisitor(portal.address, typed, { language: 'en' });
    const deliver = async (): Promise<void> => void mails.push(...(await portal.deliverMail()));
    const photo = { name: FILE_NAME, type: 'image/jpeg', bytes: await drawPortrait({ background: '#d9c9a8' }) };
    const journey = new Journey({
      language: 'en',
      words: new Translator(),
      officer,
      applicant: WAY,
      photos: [photo, { ...photo, bytes: await drawPortrait() }],
      newBrowser: visitor,
      officerCode: () => codeFor(portal, officer.username),
      deliver,
      tell: () => {},
    });
    await journey.walk();
    await deliver();
    typed.add(...Object.values(WAY), WAY.uci.replace('-', ''), FILE_NAME, '1990-07-09', 'Coimbra', 'zyxwvutsrq', 'qponmlkj');
    for (const { payload } of mails)
      for (const name of ['token', 'password', 'reference']) if (name !== 'reference') typed.add(String(payload[name] ?? ''));
    // a name to sign in with is no secret, the office's address and the word of a time zone neither: they stand as they are
    plain.push(
      officer.username,
      'confirmation@office.example',
      ...mails.map(({ payload }) => String(payload.username ?? '')).filter(Boolean),
    );
    await faults(visitor());
  });
  afterAll(async () => {
    log?.stop();
    await portal?.close();
  });

  /** Mistakes of people and of the portal: wrong addresses, wrong bodies, and a table that is gone. */
  const faults = async (browser: RecordedVisitor): Promise<void> => {
    await browser.visit(`/en/invitation/${encodeURIComponent(WAY.familyName)}`);
    await browser.visit(`/en/admin/cases?find=${encodeURIComponent(WAY.email)}`);
    await browser.visit(`/en/nowhere/${encodeURIComponent(WAY.givenNames)}`);
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: WAY.email, password: `${WAY.familyName} wrong` }).press('Sign in');
    const applicant = await anApplicant(portal, { facts: { familyName: WAY.familyName }, email: 'canary.two@mail.example' });
    typed.add('canary.two@mail.example');
    const signedIn = await signIn(portal, applicant);
    const database = new pg.Client({ connectionString: portal.database.superuserUrl });
    await database.connect();
    await database.query('alter table confirmation rename to moved; alter table password_reset rename to moved_too');
    await signedIn.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.visit(href('passwordReset', 'en'));
    await browser.fill({ usernameOrEmail: 'canary.two@mail.example' }).press('Email me a link');
    await database.query('alter table moved rename to confirmation; alter table moved_too rename to password_reset');
    await database.end();
    expect([signedIn.status, browser.status]).toEqual([500, 500]);
  };
  const found = (text: string): string[] => {
    const small = text.toLowerCase();
    return typed.spellings(plain).flatMap(({ value, spelt }) => (small.includes(spelt) ? [`${value} as ${spelt}`] : []));
  };

  it('is looked for with all that was typed: names, numbers, addresses, passwords, links, cookies', () => {
    const values = new Set(typed.spellings(plain).map(({ value }) => value));
    expect(values.size).toBeGreaterThan(30);
    for (const one of [WAY.email, WAY.uci, 'Coimbra', FILE_NAME]) expect(values).toContain(one);
    expect(mails.map(({ template }) => template)).toEqual(expect.arrayContaining(['temporary-password', 'password-reset', 'card-mailed']));
    expect(found(`x${Buffer.from(`..${WAY.email}..`).toString('base64')}x`)).not.toEqual([]); // the search itself finds
  });

  it('finds none of it in any row of any table, sessions and mails that wait included (TRUST.md 19)', async () => {
    const tables = await portal.sql<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const rows = await portal.sql<{ row: string }>(`select t::text as row from "${name}" t`);
      expect([name, found(rows.map(({ row }) => row).join('\n'))]).toEqual([name, []]);
    }
  });

  it('finds none of it in the data folder, but in the mail folder that stands for the post', () => {
    const files = readdirSync(portal.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const kept = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.startsWith(join(portal.dataDir, 'mail')));
    expect(kept.length).toBeGreaterThanOrEqual(2);
    for (const path of kept) {
      const bytes = readFileSync(path);
      expect([path, found(path), found(bytes.toString('latin1')), bytes.subarray(0, 2).toString('hex')]).toEqual([path, [], [], '0101']);
    }
  });

  it('finds none of it in the log, at its lowest level, with every request and fault in it (TRUST.md 21)', () => {
    const lines = log.lines();
    const parsed = lines.map((line) => JSON.parse(line) as { level: number; req?: { id: unknown }; err?: unknown });
    expect(parsed.filter(({ req }) => req?.id !== undefined).length).toBeGreaterThan(50);
    expect(parsed.filter(({ level }) => level >= 50).length).toBeGreaterThanOrEqual(2);
    expect(found(lines.join('\n'))).toEqual([]);
  });
});
