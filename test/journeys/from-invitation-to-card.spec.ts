import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Card } from '../../src/cards/card.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Vault } from '../../src/privacy/vault.js';
import { Person } from '../../src/cases/person.entity.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { DatabaseHome } from '../../src/photos/store/database-home.js';
import type { PhotoHome } from '../../src/photos/store/photo-home.js';
import { S3Home } from '../../src/photos/store/s3-home.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import { Translator } from '../../src/language/translator.js';
import { POOL } from '../../src/tokens.js';
import { Journey, type Scene } from '../../tools/journey.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer } from '../support/people.js';
import { anS3Server, type S3Server, settingsOf } from '../support/s3-server.js';
import { codeFor } from '../support/second-factor.js';

const WAYS = {
  en: {
    email: 'wilhelmina@mail.example',
    caseNumber: 'E700000001',
    familyName: 'Featherstonehaugh',
    givenNames: 'Wilhelmina',
    uci: '7000-0001',
  },
  fr: { email: 'zelie@mail.example', caseNumber: 'E700000002', familyName: 'L’Écuyer-Grandmaison', givenNames: 'Zélie', uci: '7000-0002' },
} as const;

/** Where photos lie meanwhile; the third home, a folder, is every other test's. */
const HOMES = { en: 's3', fr: 'postgresql' } as const;

/** The main job: an officer invites, the applicant replies, declares, gives an address, sends a photo that is first returned, and gets a card. */
describe.each(['en', 'fr'] as const)('from the invitation to the card in the post, in %s', (language) => {
  let portal: TestPortal;
  let s3: S3Server | null = null;
  const scenes: { did: string; status: number; title: string; language: string }[] = [];

  beforeAll(async () => {
    if (HOMES[language] === 's3') s3 = await anS3Server();
    portal = await aPortal({
      environment: {
        PHOTO_UNDO_SECONDS: '0', // nobody waits a minute here; undoing has tests of its own
        PHOTO_STORE: HOMES[language],
        ...(s3 ? settingsOf(s3) : {}),
      },
    });
    const officer = await anOfficer(portal, { language, role: 'supervisor' });
    const timer = setInterval(() => void portal.deliverMail().catch(() => {}), 200); // the mail worker sleeps in tests
    const journey = new Journey({
      language,
      words: new Translator(),
      officer,
      officerCode: () => codeFor(portal, officer.username),
      applicant: WAYS[language],
      photos: [
        { name: 'é à.jpg', type: 'image/jpeg', bytes: await drawPortrait({ skin: 'dark', background: '#d9c9a8' }) },
        { name: 'photo.png', type: 'image/png', bytes: await drawPortrait({ skin: 'dark', format: 'png' }) },
      ],
      newBrowser: () => portal.visitor({ language }),
      tell: ({ did, browser }: Scene) => scenes.push({ did, status: browser.status, title: browser.title, language: browser.language }),
    });
    await journey.walk().finally(() => clearInterval(timer));
  });
  afterAll(async () => {
    await portal.close();
    await s3?.stop();
  });

  it('leads to the end, step by step, without a surprise', () => {
    expect(scenes.length).toBeGreaterThan(40);
    expect(scenes.filter((scene) => scene.status >= 500)).toEqual([]);
    expect(new Set(scenes.map((scene) => scene.language))).toEqual(new Set([language]));
  });

  it('names the portal, and the error where there is one, in each title', () => {
    const prefix = { en: 'Error: ', fr: 'Erreur\u00a0: ' }[language];
    const portalName = { en: 'Permanent Residence Confirmation Portal', fr: 'Portail de confirmation de la résidence permanente' }[
      language
    ];
    for (const { did, status, title } of scenes) {
      expect([did, title]).toEqual([did, expect.stringContaining(portalName)]);
      if (status === 422) expect([did, title.replace(/\u00a0/g, ' ').startsWith(prefix.replace(/\u00a0/g, ' '))]).toEqual([did, true]);
    }
  });

  it('leaves one confirmation with every lane done and the card mailed to the address given', async () => {
    const em = portal.em();
    const person = await em.findOneOrFail(Person, { uciIndex: portal.get(Vault).index('uci', WAYS[language].uci.replace('-', '')) });
    const confirmation = await em.findOneOrFail(Confirmation, { person: person.id }, { populate: ['photo', 'card'] });
    expect(confirmation).toMatchObject({
      presence: 'verified',
      residence: 'confirmed',
      address: 'frozen',
      photo: { state: 'accepted', number: 2 },
      card: { state: 'mailed' },
    });
    expect(confirmation.card?.address).toMatchObject({ city: 'Moncton', province: 'NB', postalCode: 'E1C 4Z9' });
    expect(await em.count(Card, { person: person.id })).toBe(1);
    expect((await em.find(PhotoAttempt, { person: person.id }, { orderBy: { number: 'asc' } })).map(({ state }) => state)).toEqual([
      'returned',
      'accepted',
    ]);
  });

  it('left both photos where photos lie, and none in the folder', async () => {
    const home: PhotoHome = s3 ? new S3Home(s3.settings) : new DatabaseHome(portal.app.get(POOL));
    const keys = await portal.sql<{ store_key: string }>('select store_key from photo_attempt');
    expect((await Array.fromAsync(home.all())).map(({ name }) => name)).toEqual(expect.arrayContaining(keys.map((row) => row.store_key)));
    expect(keys).toHaveLength(2);
    expect(existsSync(join(portal.dataDir, 'photos'))).toBe(false);
  });

  it('wrote each act down once, in order', async () => {
    const rows = await portal.sql<{ action: string }>('select action from audit_event order by at, id');
    const acts = rows.map(({ action }) => action);
    const milestones = [
      'invitation.sent',
      'reply.sent',
      'account.created',
      'presence.declared',
      'photo.submitted',
      'photo.returned',
      'photo.accepted',
      'presence.verified',
      'residence.confirmed',
      'card.requested',
      'card.printed',
      'card.mailed',
    ];
    expect(milestones.filter((act) => !acts.includes(act))).toEqual([]);
    for (const once of ['presence.declared', 'residence.confirmed', 'card.requested', 'card.printed', 'card.mailed'])
      expect(acts.filter((act) => act === once)).toHaveLength(1);
  });

  it('left no personal fact that could be read in the database', async () => {
    const { email, caseNumber, familyName, uci } = WAYS[language];
    const facts = [email, caseNumber, familyName, uci, uci.replace('-', ''), 'Tamarack', 'E1C 4Z9', '1990-07-09'];
    for (const { name } of await portal.sql<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`)) {
      const rows = await portal.sql<{ row: string }>(`select t::text as row from "${name}" t`);
      const all = rows.map(({ row }) => row).join('\n');
      expect([name, facts.filter((fact) => all.includes(fact))]).toEqual([name, []]);
    }
  });
});
