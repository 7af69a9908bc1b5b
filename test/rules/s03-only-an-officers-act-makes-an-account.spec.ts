import { Account } from '../../src/accounts/account.entity.js';
import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import { createAccount, openRepliedCase } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { handlersOf } from '../support/handlers.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S3: the account is created for the person; nobody can create one. */
describe('S3: only an officer’s act makes an account', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('no address of the portal offers to sign up, in either language', async () => {
    const addresses = Object.values(ROUTES).flatMap(({ en, fr }) => [en, fr] as string[]);
    expect(addresses.filter((path) => /sign-?up|regist|enrol|inscri|join|new-account|nouveau-compte|creer/i.test(path))).toEqual([]);
    for (const page of ['start', 'signIn', 'help'] as const) {
      for (const language of ['en', 'fr'] as const) {
        const { $ } = await portal.visitor().visit(href(page, language));
        const words = $('a, button').text();
        expect([page, words]).toEqual([page, expect.not.stringMatching(/sign up|register|create an account|s’inscrire|créer un compte/i)]);
      }
    }
  });

  it('whatever anybody but an officer sends to any form, there is no account more than before', async () => {
    const applicant = await anApplicant(portal);
    const people = [
      await portal.visitor().visit(href('signIn', 'en')),
      await signIn(portal, applicant),
      await signIn(portal, await aRepresentativeOf(portal, applicant)),
      await signIn(portal, await anApplicant(portal, { stage: 'temporary' })),
    ];
    const before = await portal.em().count(Account);
    const fields = { username: 'me', email: 'me@mail.example', password: 'x', newPassword: 'x', kind: 'officer', role: 'supervisor' };
    const forms = handlersOf(portal).filter(({ verb, route }) => verb === 'POST' && route !== 'signOut');
    expect(forms.length).toBeGreaterThan(20);
    for (const person of people) {
      for (const { paths } of forms) {
        await person.forge((paths[0] ?? '').replace(/:person/g, applicant.personId).replace(/:\w+/g, crypto.randomUUID()), fields);
      }
    }
    expect(await portal.em().count(Account)).toBe(before);
  });

  it('an officer makes it, after the reply', async () => {
    const officer = await signIn(portal, await anOfficer(portal));
    const before = await portal.em().count(Account);
    const { caseId } = await openRepliedCase(portal, officer);
    expect(await portal.em().count(Account)).toBe(before);
    await createAccount(portal, officer, caseId);
    expect(await portal.em().count(Account)).toBe(before + 1);
  });
});
