import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { anInvited, beginReply } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aFamily } from '../support/family.js';
import { aSentPhoto, returnPhoto } from '../support/lanes.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** Of somebody who has declared, and nothing more: what they read, who acts next, and their lanes. */
const CHECKLIST = {
  en: [
    'Your client reads: “Waiting on you: give your address and send your photo”',
    'Your client acts next',
    ['In Canada Declared Nov. 22', 'Address To give', 'Photo To send', 'Residence After the declaration', 'Card Last step'],
  ],
  fr: [
    'Votre client lit : « À vous d’agir : donner votre adresse et envoyer votre photo »',
    'À votre client d’agir',
    ['Au Canada Déclaré le 22 nov.', 'Adresse À donner', 'Photo À envoyer', 'Résidence Après la déclaration', 'Carte Dernière étape'],
  ],
} as const;

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

  it.each(LANGUAGES)('sees the checklist: what the client reads, who acts next, and where each lane stands (%s)', async (language) => {
    const client = await anApplicant(portal, { stage: 'declared' });
    const browser = await signIn(portal, await aRepresentativeOf(portal, client, { language }));
    const [label, next, lanes] = CHECKLIST[language];
    expect(browser.textOf('.board b')).toBe(label);
    expect(browser.textOf('.board .who')).toBe(next);
    expect(browser.textsOf('.board .lanes li')).toEqual(lanes);
  });

  it.each([
    ['en', 'There is glare on the photo', 'Turn off the flash and take off the glasses, or tilt them slightly down.'],
    ['fr', 'Il y a des reflets sur la photo', 'Éteignez le flash et enlevez les lunettes, ou inclinez-les un peu vers le bas.'],
  ] as const)('reads why a photo was returned, and what helps (%s)', async (language, reason, remedy) => {
    const client = await anApplicant(portal, { stage: 'addressed' });
    await aSentPhoto(portal, client.personId);
    await returnPhoto(portal, await anOfficer(portal), client.personId);
    const browser = await signIn(portal, await aRepresentativeOf(portal, client, { language }));
    expect(browser.textsOf('.board .find li')).toEqual([expect.stringContaining(reason)]);
    expect(browser.textOf('.board .find li')).toContain(remedy);
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

  it.each([
    ['en', 'A principal applicant who acts for their own family is not a representative, and needs no form.'],
    [
      'fr',
      'Agir pour sa propre famille comme demandeuse principale ou demandeur principal n’est pas de la représentation. Aucun formulaire n’est requis.',
    ],
  ] as const)(
    'is not the principal applicant who acts for family: the page says so, and clients’ files are not theirs (%s)',
    async (language, words) => {
      expect((await portal.visitor({ language }).visit(href('representatives', language))).text).toContain(words);
      const { principal } = await aFamily(portal, { language });
      const browser = await signIn(portal, principal);
      expect((await browser.visit(href('clients', language))).status).toBe(403);
    },
  );

  it.each([
    ['en', 'a settlement worker'],
    ['fr', 'intervenante ou intervenant en établissement'],
  ] as const)('may be a settlement worker, who takes no fee: the page and the reply’s question name them (%s)', async (language, words) => {
    const page = await portal.visitor({ language }).visit(href('representatives', language));
    expect(page.textsOf('tbody tr').filter((row) => row.includes(words))).toEqual([
      expect.stringMatching(/^(Unpaid representative|Représentation non rémunérée)/),
    ]);
    const reply = await beginReply(portal, await anInvited(portal, { language }));
    expect(reply.textOf('label[for=who-representative] .hint')).toContain(words);
  });
});
