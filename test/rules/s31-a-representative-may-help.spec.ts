import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** S31: a representative may advise and help, for a fee: an account of their own that shows status and guidance of consenting clients. */
describe('S31: a representative may help', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it.each(LANGUAGES)('sees the status of the clients who consent, and of nobody else (%s)', async (language) => {
    const client = await anApplicant(portal, { facts: { givenNames: 'Amarante', familyName: 'Holloway' } });
    await anApplicant(portal, { facts: { givenNames: 'Bastien', familyName: 'Nobody-Here' } });
    const browser = await signIn(portal, await aRepresentativeOf(portal, client, { language }));
    expect(browser.text).toContain('Amarante Holloway');
    expect(browser.text).toContain(client.caseNumber);
    expect(browser.wholeText).not.toContain('Nobody-Here');
  });

  it('sees no personal detail beyond name and number, and has nothing to press but sign out', async () => {
    const client = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, await aRepresentativeOf(portal, client));
    for (const secret of [client.facts.dateOfBirth, client.facts.uci, client.email, 'Linden Row', client.username]) {
      expect(browser.wholeText).not.toContain(secret);
    }
    expect(browser.buttons()).toEqual(['Sign out']);
  });

  it('sees nothing any more from the moment the consent ends, in the session that is open', async () => {
    const client = await anApplicant(portal, { facts: { givenNames: 'Cosima', familyName: 'Verdigris' } });
    const browser = await signIn(portal, await aRepresentativeOf(portal, client));
    expect(browser.text).toContain('Cosima Verdigris');
    await portal.sql('update representation set ended_at = $1 where case_file_id = $2', [portal.clock.now(), client.caseId]);
    expect((await browser.reload()).text).not.toContain('Verdigris');
  });

  it.each([
    ['en', 'Write to the office that made your account.'],
    ['fr', 'Écrivez au bureau qui a créé votre compte.'],
  ] as const)('reads where to write when something does not work: they are neither invited nor staff (%s)', async (language, words) => {
    const browser = await signIn(portal, await aRepresentativeOf(portal, await anApplicant(portal), { language }));
    expect(browser.textOf('main > .help')).toContain(words);
  });

  it('is told what they may and may not do, and so is everybody', async () => {
    const browser = await signIn(portal, await aRepresentativeOf(portal, await anApplicant(portal)));
    const link = browser.links().find((one) => one.href === href('representatives', 'en'));
    expect(link).toBeDefined();
    const english = await portal.visitor().visit(href('representatives', 'en'));
    expect(english.text).toMatch(/fee/i);
    expect(english.text).toMatch(/account of their own|own account/i);
    const french = await portal.visitor().visit(href('representatives', 'fr'));
    expect(french.text).toMatch(/moyennant des frais|rémunér/i);
  });
});
