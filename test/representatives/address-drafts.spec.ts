import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { DAY, HOUR } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { AddressDraft } from '../../src/confirmation/drafts/address-draft.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { ADDRESS, type Applicant, anApplicant, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    home: 'Prepare the home address',
    mailing: 'Prepare where to mail the card',
    prepare: 'Prepare for my client',
    use: 'Use this',
    decline: 'Don’t use it',
    waits: 'waits for your client',
    onBoard: 'Your representative prepared this for you: use it or not',
    declined: 'You didn’t use what was prepared. Nothing has changed.',
    gone: 'What you saw is no longer there',
    trail: [
      'A representative prepared an address or a photo.',
      'What a representative had prepared was taken over.',
      'The home address was given.',
    ],
  },
  fr: {
    home: 'Préparer l’adresse résidentielle',
    mailing: 'Préparer l’adresse où poster la carte',
    prepare: 'Préparer pour mon client',
    use: 'Utiliser',
    decline: 'Ne pas utiliser',
    waits: 'en attente de votre client',
    onBoard: 'Préparé par la personne qui vous représente',
    declined: 'Vous n’avez pas utilisé ce qui était préparé. Rien n’a changé.',
    gone: 'Ce que vous avez vu n’est plus là',
    trail: [
      'Une personne représentante a préparé une adresse ou une photo.',
      'Ce qu’une personne représentante avait préparé a été utilisé.',
      'L’adresse résidentielle a été donnée.',
    ],
  },
} as const;
const PREPARED = { street: '9 Rue Cartier', extra: '', city: 'Dieppe', province: 'NB', postalCode: 'E1A 1A1' } as const;

/** PORTAL.md 2: a representative prepares, the applicant takes over piece by piece; nothing prepared counts before that. */
describe('an address that a representative prepared', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  interface Both {
    readonly applicant: Applicant;
    readonly someone: Someone;
    readonly helper: Visitor;
  }
  async function both(stage: 'declared' | 'addressed' = 'declared', language: 'en' | 'fr' = 'en'): Promise<Both> {
    const applicant = await anApplicant(portal, { stage, language });
    const someone = await aRepresentativeOf(portal, applicant, { language });
    const helper = await signIn(portal, someone);
    await portal.deliverMail();
    return { applicant, someone, helper };
  }
  async function prepare({ helper, applicant }: Both, typed: Partial<typeof PREPARED> | Record<string, string> = {}): Promise<Visitor> {
    await helper.visit(href('clientHomeAddress', 'en', { person: applicant.personId }));
    const { province, ...rest } = { ...PREPARED, ...typed };
    return helper.choose('province', province).fill(rest).press(WORDS.en.prepare);
  }
  const given = (applicant: Applicant) => portal.em().findOneOrFail(Confirmation, { person: applicant.personId });
  const told = async () => (await portal.deliverMail()).filter(({ template }) => template === 'draft-prepared').map(({ to }) => to);
  const pageOf = (applicant: Applicant, language: 'en' | 'fr' = 'en') => href('homeAddress', language, { person: applicant.personId });

  it.each(LANGUAGES)('is prepared, counts for nothing, is told, and becomes the applicant’s own as they use it (%s)', async (language) => {
    const words = WORDS[language];
    const { applicant, helper } = await both('declared', language);
    await helper.visit(href('clients', language));
    await helper.follow(`${words.home}${language === 'en' ? ' for ' : ' pour '}${applicant.name}`);
    await helper.press(words.prepare);
    expect([helper.status, Object.keys(helper.errors())]).toEqual([422, ['street', 'city', 'province', 'postalCode']]);
    const { province, ...rest } = PREPARED;
    await helper
      .choose('province', province)
      .fill({ ...rest, postalCode: 'e1a1a1' })
      .press(words.prepare);
    expect([helper.status, helper.path.split('?')[0]]).toEqual([200, href('clients', language)]);
    expect(helper.text).toContain(words.waits);
    expect((await given(applicant)).homeAddress).toBeNull();
    expect(await told()).toEqual([applicant.email]);

    const client = await (await signIn(portal, applicant)).visit(href('confirmation', language));
    expect(client.text).toContain(words.onBoard);
    await client.visit(pageOf(applicant, language));
    for (const shown of ['Perrin Aldous', '9 Rue Cartier', 'Dieppe']) expect(client.text).toContain(shown);
    expect(client.$('[id=main-form]')).toHaveLength(1); // of the page's own form, which a switch of language carries over
    await client.press(words.use);
    expect([client.status, client.path]).toEqual([200, href('mailingAddress', language, { person: applicant.personId })]);
    expect(await given(applicant)).toMatchObject({ homeAddress: PREPARED, address: 'given', mailingAnswered: false });
    expect(await portal.em().count(AddressDraft, { person: applicant.personId })).toBe(0);
    await client.visit(href('accountActivity', language));
    for (const shown of words.trail) expect(client.text).toContain(shown);
  });

  it('each piece is used by itself: the mailing address stays as it was until that one is used as well', async () => {
    const pair = await both('addressed');
    await prepare(pair);
    const { applicant, helper } = pair;
    await helper.visit(href('clientMailingAddress', 'en', { person: applicant.personId }));
    const { province, ...rest } = { ...PREPARED, street: 'PO Box 12' };
    await helper.choose('to', 'other').choose('province', province).fill(rest).press(WORDS.en.prepare);
    expect(helper.status).toBe(200);
    const client = await (await signIn(portal, applicant)).visit(pageOf(applicant));
    await client.press(WORDS.en.use);
    expect(await given(applicant)).toMatchObject({ homeAddress: PREPARED, mailingAddress: null });
    await (await client.visit(href('mailingAddress', 'en', { person: applicant.personId }))).press(WORDS.en.use);
    expect((await given(applicant)).mailingAddress).toEqual({ ...PREPARED, street: 'PO Box 12' });
  });

  it('that the applicant doesn’t use is gone, and nothing has changed', async () => {
    const pair = await both('addressed');
    await prepare(pair);
    const client = await (await signIn(portal, pair.applicant)).visit(pageOf(pair.applicant));
    await client.press(WORDS.en.decline);
    expect(client.text).toContain(WORDS.en.declined);
    expect(client.text).not.toContain('Rue Cartier');
    expect((await given(pair.applicant)).homeAddress).toEqual(ADDRESS);
    expect(await portal.em().count(AuditEvent, { subject: pair.applicant.personId, action: 'draft.declined' })).toBe(1);
  });

  it('that was prepared anew since is not what the applicant saw: nothing is used, and they see the new one', async () => {
    const pair = await both('declared');
    await prepare(pair);
    const client = await (await signIn(portal, pair.applicant)).visit(pageOf(pair.applicant));
    await prepare(pair, { street: '11 Rue Cartier' });
    await client.press(WORDS.en.use);
    expect(client.text).toContain(WORDS.en.gone);
    expect(client.text).toContain('11 Rue Cartier');
    expect((await given(pair.applicant)).homeAddress).toBeNull();
  });

  it('is told by one mail a day at most', async () => {
    const pair = await both('declared');
    for (const street of ['1 A St', '2 A St']) await prepare(pair, { street });
    expect(await told()).toEqual([pair.applicant.email]);
    portal.clock.advance(DAY + HOUR);
    await prepare({ ...pair, helper: await signIn(portal, pair.someone) });
    expect(await told()).toEqual([pair.applicant.email]);
  });

  it('dies with the consent, on the page that stands open too, of either of them', async () => {
    const pair = await both('declared');
    await prepare(pair);
    const { applicant, helper } = pair;
    const client = await (await signIn(portal, applicant)).visit(pageOf(applicant));
    await helper.visit(href('clientHomeAddress', 'en', { person: applicant.personId }));
    const other = await (await signIn(portal, applicant)).visit(href('accountRepresentativeEnd', 'en'));
    await other.press('End this consent');
    expect(await portal.em().count(AddressDraft, { person: applicant.personId })).toBe(0);
    await client.press(WORDS.en.use);
    expect(client.text).toContain(WORDS.en.gone);
    expect((await given(applicant)).homeAddress).toBeNull();
    await helper.press(WORDS.en.prepare);
    expect(helper.status).toBe(404);
    expect((await helper.reload()).status).toBe(404);
  });

  it('is none by the database without a consent, whoever writes it', async () => {
    const [{ applicant }, other] = [await both('declared'), await anApplicant(portal)];
    const row = `insert into address_draft (id, representation_id, person_id, piece, address, prepared_at)
      select gen_random_uuid(), r.id, $1, 'homeAddress', '\\x00', now() from representation r where r.case_file_id = $2`;
    await expect(portal.sql(row, [other.personId, applicant.caseId])).rejects.toThrow('without consent there is no draft');
    await portal.sql('update representation set ended_at = $1 where case_file_id = $2', [portal.clock.now(), applicant.caseId]);
    await expect(portal.sql(row, [applicant.personId, applicant.caseId])).rejects.toThrow('without consent there is no draft');
  });

  it('is nobody’s to prepare but the representative’s, nor to use but the applicant’s', async () => {
    const pair = await both('declared');
    const { applicant, helper } = pair;
    await prepare(pair);
    const [draft] = await portal.em().find(AddressDraft, { person: applicant.personId });
    const decide = href('homeAddressDraft', 'en', { person: applicant.personId });
    await helper.visit(href('clients', 'en'));
    await helper.forge(decide, { draft: draft?.id ?? '', decision: 'use' });
    expect(helper.status).toBe(403);
    expect(await portal.em().count(AuditEvent, { subject: applicant.personId, action: 'representative.refused' })).toBe(1);
    const stranger = await signIn(portal, await anApplicant(portal));
    await stranger.forge(decide, { draft: draft?.id ?? '', decision: 'use' });
    expect(stranger.status).toBe(404);
    const owner = await signIn(portal, applicant);
    await owner.forge(href('clientHomeAddress', 'en', { person: applicant.personId }), PREPARED);
    expect(owner.status).toBe(403);
    expect((await given(applicant)).homeAddress).toBeNull();
  });

  it('shows the representative what they prepared, and nothing that the client gave', async () => {
    const pair = await both('addressed');
    await prepare(pair);
    const { applicant, helper } = pair;
    await helper.visit(href('clientHomeAddress', 'en', { person: applicant.personId }));
    expect(helper.html).toContain('9 Rue Cartier');
    for (const hidden of [ADDRESS.street, applicant.facts.uci, applicant.email]) expect(helper.html).not.toContain(hidden);
    await helper.visit(href('clientMailingAddress', 'en', { person: applicant.personId }));
    expect(helper.html).not.toContain(ADDRESS.street);
  });
});
