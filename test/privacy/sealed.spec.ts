import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const CANARY = { familyName: 'Zyxwvutsrq', givenNames: 'Qponmlk', placeOfBirth: 'Jihgfedcba', uci: '9988776655' };
const EMAIL = 'canary-address@mail.example';
const STREET = '8086 Canary Wharf Crescent';

/** TRUST.md 19: a dump of the database shows no personal fact, no token and no password. */
describe('whoever reads the database alone', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('finds no name, birth, UCI, address, application number or password in any table', async () => {
    const applicant = await anApplicant(portal, { facts: CANARY, email: EMAIL });
    const browser = await signIn(portal, applicant);
    await browser.visit(href('presence', 'en', { person: applicant.personId }));
    await browser.tick('agreed').fill({ name: 'Qponmlk Zyxwvutsrq', password: PASSWORD }).press('Sign my declaration');
    await browser.visit(href('homeAddress', 'en', { person: applicant.personId }));
    await browser.fill({ street: STREET, city: 'Canaryville', province: 'NB', postalCode: 'E1C 4Z9' }).press('Save and continue');
    // typed and carried to the other language, so that the session holds it too
    await browser
      .choose('to', 'other')
      .fill({ street: `${STREET} West` })
      .press('Français');

    const tables = await portal.sql<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public' and table_name <> 'mikro_orm_migrations'`,
    );
    const dump = (
      await Promise.all(tables.map(async ({ table_name }) => JSON.stringify(await portal.sql(`select t::text from "${table_name}" t`))))
    ).join('\n');
    expect(dump.length).toBeGreaterThan(5000);
    const secrets = [
      ...Object.values(CANARY),
      EMAIL,
      STREET,
      'Canaryville',
      applicant.caseNumber,
      PASSWORD,
      browser.cookies.get('__Host-session') ?? '?',
    ];
    const shownAs = secrets.flatMap((secret) => [
      secret,
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ]);
    expect(shownAs.filter((secret) => dump.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  });
});
