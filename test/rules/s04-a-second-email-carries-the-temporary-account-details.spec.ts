import { after as later } from '../../src/clock.js';
import { TEMPORARY_PASSWORD_LIFE } from '../../src/accounts/password.rules.js';
import { href } from '../../src/language/routes.js';
import { aCaseToOpen, createAccount, openRepliedCase } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S4: creating the account queues a mail with username, temporary password, and the date and time it ends. */
describe.each(['en', 'fr'] as const)('S4: a second email carries the temporary account details (%s)', (language) => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('it brings username, temporary password and its end, to the person only, and nothing that says whose they are', async () => {
    const pages: string[] = [];
    const options = { onAnswer: ({ body }: { body: Buffer }) => void pages.push(body.toString()) };
    const officer = await signIn(portal, await anOfficer(portal), options);
    const { caseId, given } = await openRepliedCase(portal, officer, aCaseToOpen({ language }));
    const mail = await createAccount(portal, officer, caseId, language);
    expect(mail).toMatchObject({ to: given.email, language });
    const { username, password, endsAt, ...more } = mail.payload;
    expect(endsAt).toBe(later(portal.clock.now(), TEMPORARY_PASSWORD_LIFE).toISOString());
    expect(more).toEqual({});
    for (const whose of [given.number, given.facts.familyName, given.facts.givenNames]) {
      expect(JSON.stringify(mail)).not.toContain(whose);
    }

    // TRUST.md 13: nobody but the person's mailbox ever has it
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(page).not.toContain(String(password));
    const dump = await portal.sql<{ row: string }>(`select a::text || o::text as row from account a, outbox_message o`);
    for (const { row } of dump) expect(row).not.toContain(String(password));

    const person = await portal.visitor({ language }).visit(href('signIn', language));
    await person.fill({ username: String(username), password: String(password) }).pressEnter('password');
    expect(person.path).toBe(href('firstSignIn', language));
  });
});
