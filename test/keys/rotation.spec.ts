import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../src/config.js';
import { secretsFrom } from '../../src/secrets.js';
import { KEYED_INDEXES } from '../../src/keys/keyed-indexes.js';
import { WrongKeys } from '../../src/keys/judge-keys.js';
import { othersAtWork } from '../../src/database/judge-database.js';
import { type RotationReport, rotateKeys } from '../../src/keys/rotation.js';
import { sealedTables } from '../../src/keys/sealed-columns.js';
import { href } from '../../src/language/routes.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { FolderHome, photoFolder } from '../../src/photos/store/folder-home.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { type Portal, startPortal } from '../../src/portal.js';
import { Vault } from '../../src/privacy/vault.js';
import { Visitor } from '../../tools/visitor.js';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AuditSeals } from '../../src/audit/audit-seals.service.js';
import { CaseSearch } from '../../src/cases/case-search.js';
import { EmailUses } from '../../src/cases/email-uses.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { asOwner, verifyTrail } from '../support/trail.js';
import { asOfficer } from '../support/lanes.js';
import { type Applicant, anApplicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';
import { PhotoReviewService } from '../../src/photos/review/photo-review.service.js';

const key = (): string => randomBytes(32).toString('base64');
const BOTH = { ...SECRETS, DATA_KEYS: `7:${key()},${SECRETS.DATA_KEYS}` };
const ONLY_NEW = { ...BOTH, DATA_KEYS: BOTH.DATA_KEYS.split(',')[0] ?? '' };
const OLD_NUMBER = 1;

describe('npm run keys:rotate (TRUST.md 19)', () => {
  let portal: TestPortal;
  let applicant: Applicant;
  let officer: Someone;
  let photo: Buffer;

  /** A portal with records of every sealed kind, written with the old keys. */
  beforeEach(async () => {
    portal = await aPortal();
    officer = await anOfficer(portal);
    applicant = await anApplicant(portal, { facts: { familyName: 'Ravensworth', givenNames: 'Élodie Anne', uci: '1122334455' } });
    await anApplicant(portal, { stage: 'addressed' });
    await anApplicant(portal, { stage: 'replied' });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('presence', 'en', { person: applicant.personId }));
    await browser.tick('agreed').fill({ name: 'Élodie Anne Ravensworth', password: PASSWORD }).press('Sign my declaration');
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.fill({ street: '18 Linden Row', city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' }).press('Save and continue');
    await browser.choose('to', 'home').press('Save and continue');
    await new PhotoWay(browser, applicant).submitted();
    const attempt = await portal.em().findOneOrFail(PhotoAttempt, { person: applicant.personId });
    photo = await portal.get(PhotoStore).get(attempt.storeKey);
    const notice = { reasons: ['other'], words: 'Please take it in daylight.', language: 'en' } as const;
    await portal.get(PhotoReviewService).return(asOfficer(officer), attempt.id, notice);
  });
  afterEach(() => portal.close());

  const rotate = (
    secrets: Record<string, string>,
    wishes: { newIndexKey?: boolean; goOn?: () => boolean; afterPhoto?: () => Promise<void> } = {},
  ): Promise<RotationReport> => {
    const vault = new Vault(secretsFrom(secrets));
    const photos = new (class extends PhotoStore {
      override async sealAgain(key: string): Promise<boolean> {
        const sealed = await super.sealAgain(key);
        await wishes.afterPhoto?.();
        return sealed;
      }
    })(new FolderHome(photoFolder(portal)), vault);
    const { migrationDatabaseUrl } = portal.database;
    return rotateKeys({ newIndexKey: false, goOn: () => true, ...wishes, migrationDatabaseUrl, vault, photos, clock: portal.clock });
  };
  /** Every sealed value of every table, and every photo file. */
  const everySealed = async (): Promise<Buffer[]> => {
    const client = new pg.Client({ connectionString: portal.database.superuserUrl });
    await client.connect();
    try {
      const found: Buffer[] = [];
      for (const { table, columns } of sealedTables(portal.app.get(MikroORM)))
        for (const { name } of columns) {
          const { rows } = await client.query<{ value: Buffer }>(`select "${name}" as value from "${table}" where "${name}" is not null`);
          found.push(...rows.map(({ value }) => value));
        }
      return [...found, ...photoFiles()];
    } finally {
      await client.end();
    }
  };
  const photoFiles = (): Buffer[] =>
    readdirSync(photoFolder(portal), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  const numbersIn = async (): Promise<number[]> => [...new Set((await everySealed()).map((bytes) => bytes[1] ?? -1))].sort();
  const hashes = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const { table, index } of [...KEYED_INDEXES, { table: 'search_word', index: 'word' }, { table: 'address_word', index: 'word' }]) {
      const rows = await portal.sql<{ hash: string }>(`select "${index}"::text as hash from "${table}"`);
      found.push(...rows.map(({ hash }) => hash));
    }
    return found;
  };
  /** Looked up past the portal, which is closed by then. */
  const newestMail = async (): Promise<string | undefined> => {
    const client = new pg.Client({ connectionString: portal.database.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ template: string }>('select template from outbox_message order by id desc limit 1');
    await client.end();
    return rows[0]?.template;
  };
  /** The portal once more, on the same database and folder. */
  const again = async (
    secrets: Record<string, string>,
    look: (visitor: () => Visitor, app: Portal['app']) => Promise<void>,
  ): Promise<void> => {
    const config = readConfig({
      NODE_ENV: 'test',
      DATA_DIR: portal.dataDir,
      PORT: '0',
      DATABASE_URL: portal.database.databaseUrl,
      LOG_LEVEL: 'silent',
      TRUST_PROXY: 'loopback',
      ...secrets,
    });
    const other = await startPortal({ ...config, databaseUrl: portal.database.databaseUrl }, portal.clock);
    try {
      await look(() => new Visitor(other.address, { language: 'en' }), other.app);
    } finally {
      await other.close();
    }
  };
  /** What officers find by it. */
  const found = (app: Portal['app'], find: string): Promise<string[]> =>
    RequestContext.create(app.get(MikroORM).em, async () => {
      const { cases } = await app.get(CaseSearch, { strict: false }).find(asOfficer(officer), find, null);
      return cases.map(({ id }) => id);
    });
  const signedIn = async (visitor: Visitor, { username, password }: Someone): Promise<Visitor> => {
    await visitor.visit(href('signIn', 'en'));
    return visitor.fill({ username, password }).press('Sign in');
  };

  it('seals every value of every table and every photo with the newest key; the old one opens none, and its number is in no dump', async () => {
    expect(await numbersIn()).toEqual([OLD_NUMBER]);
    const before = (await everySealed()).length;
    const report = await rotate(BOTH);
    expect(report).toMatchObject({ hashes: 0, values: before - 1, photos: 1, retired: ['1'] });
    expect(await numbersIn()).toEqual([7]);
    expect((await everySealed()).length).toBe(before);
    const prints = await portal.sql<{ name: string }>('select name from key_fingerprint order by name');
    expect(prints.map(({ name }) => name)).toEqual(['data-7', 'index']);
    expect(await rotate(ONLY_NEW)).toEqual({ hashes: 0, values: 0, photos: 0, retired: [], lost: [] }); // a second run does nothing
  });

  it('another PASSWORD_PEPPER is refused at the start: nobody could sign in', async () => {
    const another = { ...SECRETS, PASSWORD_PEPPER: key() };
    await expect(again(another, async () => {})).rejects.toThrow(WrongKeys);
    const owner = await asOwner(portal);
    await owner.query('delete from pepper_fingerprint'); // as its refusal says, where it is lost
    await again(another, async (visitor) => expect((await signedIn(visitor(), applicant)).path).toBe(href('signIn', 'en')));
    await owner.query('delete from pepper_fingerprint');
    await owner.end();
    await again(SECRETS, async (visitor) => expect((await signedIn(visitor(), applicant)).path).toBe(href('confirmation', 'en')));
  });

  it('seals the trail with the new key at once: what older keys signed is vouched for without them, and tampering is found', async () => {
    await portal.get(AuditSeals).seal(portal.clock.now());
    await rotate(BOTH);
    const owner = await asOwner(portal);
    try {
      const { rows } = await owner.query('select key_number from audit_seal order by number');
      expect(rows).toEqual([{ key_number: OLD_NUMBER }, { key_number: 7 }]);
      const vault = new Vault(secretsFrom(ONLY_NEW));
      expect((await verifyTrail(portal, owner, vault)).findings).toEqual([]);
      await owner.query(`update audit_event set details = '{"n": 1}' where id = (select min(id::text)::uuid from audit_event)`);
      expect((await verifyTrail(portal, owner, vault)).findings).not.toEqual([]);
    } finally {
      await owner.end();
    }
  });

  it('leaves a portal that works as before with the new key alone: pages, sign-in, photo, search', async () => {
    await rotate(BOTH);
    const attempt = await portal.sql<{ store_key: string }>('select store_key from photo_attempt');
    const store = new PhotoStore(new FolderHome(photoFolder(portal)), new Vault(secretsFrom(ONLY_NEW)));
    expect((await store.get(attempt[0]?.store_key ?? '')).equals(photo)).toBe(true);
    await portal.app.close();
    await again(ONLY_NEW, async (visitor) => {
      const person = await signedIn(visitor(), applicant);
      expect(person.text).toContain('Élodie Anne Ravensworth');
    });
  });

  it('comes back for what a process with the older key writes while photos are sealed, and gives up that key only then', async () => {
    const old = portal.get(Vault);
    let late = 0;
    const report = await rotate(BOTH, {
      afterPhoto: async () => {
        if (late++ > 0) return;
        await portal.get(PhotoStore).put(randomUUID(), photo);
        await portal.sql('update account set display_name = $1 where id = $2', [
          old.seal('"Odile Marchbank"', 'account.display_name'),
          officer.accountId,
        ]);
      },
    });
    expect([report.retired, report.photos, await numbersIn()]).toEqual([['1'], 2, [7]]);
  });

  it('works while the portal does: nobody waits, and what is held is come back for', async () => {
    await portal.app.close();
    await again(BOTH, async (visitor) => {
      const person = await signedIn(visitor(), applicant);
      const held = new pg.Client({ connectionString: portal.database.databaseUrl });
      await held.connect();
      await held.query('begin');
      await held.query('select from person where id = $1 for update', [applicant.personId]);
      const running = rotate(BOTH);
      await person.visit(href('status', 'en', { person: applicant.personId }));
      expect(person.status).toBe(200);
      await held.query('commit');
      await held.end();
      expect((await running).retired).toEqual(['1']);
      await person.visit(href('status', 'en', { person: applicant.personId }));
      expect(person.text).toContain('Élodie Anne Ravensworth');
    });
    expect(await numbersIn()).toEqual([7]);
  });

  it('stopped after a batch it keeps both keys in use, and the next run ends the work', async () => {
    let asked = 0;
    const first = await rotate(BOTH, { goOn: () => ++asked < 5 });
    expect(first.retired).toBeNull();
    expect(await numbersIn()).toEqual([OLD_NUMBER, 7]);
    await portal.app.close();
    await expect(again(ONLY_NEW, async () => {})).rejects.toThrow(/DATA_KEYS lacks key 1/);
    const second = await rotate(BOTH);
    expect(second.retired).toEqual(['1']);
    expect(await numbersIn()).toEqual([7]);
  });

  it('makes the look-ups anew with another index key: search, S2b, resets and requests find people again', async () => {
    const other = { ...BOTH, INDEX_KEY: key() };
    const before = await hashes();
    const report = await rotate(other, { newIndexKey: true });
    expect(report.hashes).toBe(before.length);
    const after = await hashes();
    expect(after.filter((hash) => before.includes(hash))).toEqual([]);
    expect(after).toHaveLength(before.length);
    await portal.app.close();
    await expect(again(BOTH, async () => {})).rejects.toThrow(/INDEX_KEY is not the key/);
    await again(other, async (visitor, app) => {
      const em = app.get(MikroORM).em.fork() as EntityManager;
      const taken = await app.get(EmailUses, { strict: false }).refusalOf(em, applicant.email, null);
      expect(taken).toMatchObject({ reason: 'otherCase', caseFileId: applicant.caseId });
      for (const find of ['ravensworth elodie', '11-2233-4455', applicant.caseNumber, applicant.email])
        expect([find, await found(app, find)]).toEqual([find, [applicant.caseId]]);
      const reset = await visitor().visit(href('passwordReset', 'en'));
      await reset.fill({ usernameOrEmail: applicant.email }).press('Email me a link');
    });
    expect(await newestMail()).toBe('password-reset');
  });
  it.each([
    ['another key under the old number', { ...BOTH, DATA_KEYS: `7:${key()},1:${key()}` }, /Key 1 of DATA_KEYS is not the key/],
    ['no old key', ONLY_NEW, /DATA_KEYS lacks key 1/],
    ['another index key, unasked', { ...BOTH, INDEX_KEY: key() }, /INDEX_KEY is not the key/],
  ])('refuses %s with a clear message, and changes nothing', async (_what, secrets, words) => {
    const before = await everySealed();
    await expect(rotate(secrets)).rejects.toThrow(words);
    await expect(rotate(secrets)).rejects.toThrow(WrongKeys);
    expect(await everySealed()).toEqual(before);
  });

  it('knows whether a portal is at work', async () => {
    expect(await othersAtWork(portal.database)).toBe(true);
    await portal.app.close();
    expect(await othersAtWork(portal.database)).toBe(false);
  });

  it('lets only the owner seal what was submitted again, and only seal', async () => {
    const owner = new pg.Client({ connectionString: portal.database.migrationDatabaseUrl });
    await owner.connect();
    try {
      const fresh = new Vault(secretsFrom(BOTH)).seal('"Élodie Anne Ravensworth"', 'presence_declaration.typed_name');
      const seal = 'update presence_declaration set typed_name = $1 where person_id = $2';
      await expect(portal.sql(seal, [fresh, applicant.personId])).rejects.toThrow('is final');
      await expect(owner.query(seal, [fresh.subarray(1), applicant.personId])).rejects.toThrow('is final');
      for (const more of ['statement_version = 9', 'declared_at = now()'])
        await expect(owner.query(`${seal.replace('where', `, ${more} where`)}`, [fresh, applicant.personId])).rejects.toThrow('is final');
      await expect(owner.query(`update photo_attempt set sha256 = '\\x00' where person_id = $1`, [applicant.personId])).rejects.toThrow(
        'is final',
      );
      await owner.query(seal, [fresh, applicant.personId]);
    } finally {
      await owner.end();
    }
  });
});
