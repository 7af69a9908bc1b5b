import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { PhotoStore } from '../../src/photos/photo-store.js';
import { PhotoDraft } from '../../src/photos/prepared/photo-draft.entity.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto } from '../support/lanes.js';
import { type Applicant, anApplicant, aRepresentativeOf } from '../support/people.js';
import { aPhoto, CREAM } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const WORDS = {
  en: {
    link: 'Prepare the photo for ',
    act: 'Prepare for my client',
    done: 'The photo is prepared',
    board: 'Your representative prepared a photo for you: use it or not for ',
    use: 'Use this',
    decline: 'Don’t use it',
  },
  fr: {
    link: 'Préparer la photo pour ',
    act: 'Préparer pour mon client',
    done: 'La photo est préparée',
    board: 'Photo préparée par la personne qui vous représente\u00a0: à utiliser ou non pour ',
    use: 'Utiliser',
    decline: 'Ne pas utiliser',
  },
} as const;

/** PORTAL.md 2: a representative prepares a photo; it is no attempt, and counts for nothing, until the applicant takes it over. */
describe('a photo that a representative prepared', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  async function both(language: 'en' | 'fr' = 'en'): Promise<{ applicant: Applicant; helper: Visitor }> {
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    const helper = await signIn(portal, await aRepresentativeOf(portal, applicant, { language }));
    await portal.deliverMail();
    return { applicant, helper };
  }
  const prepare = async (helper: Visitor, { personId }: Applicant, wishes = {}): Promise<Visitor> => {
    await helper.visit(href('clientPhoto', 'en', { person: personId }));
    return helper.attach('photo', await aPhoto(wishes, 'helper é.jpg')).press(WORDS.en.act);
  };
  const attempts = ({ personId }: Applicant) => portal.sql('select state, source from photo_attempt where person_id = $1', [personId]);
  const files = async (): Promise<number> => {
    let count = 0;
    for await (const _file of portal.get(PhotoStore).all()) count++;
    return count;
  };
  const page = ({ personId }: Applicant, language: 'en' | 'fr' = 'en') => href('preparedPhoto', language, { person: personId });

  it.each(LANGUAGES)(
    'is checked, told by mail, seen by the applicant, and becomes a draft of their own as they use it (%s)',
    async (language) => {
      const words = WORDS[language];
      const { applicant, helper } = await both(language);
      await helper.visit(href('clients', language));
      await helper.follow(`${words.link}${applicant.name}`);
      await helper.press(words.act);
      expect([helper.status, Object.keys(helper.errors())]).toEqual([422, ['photo']]);
      await helper.attach('photo', await aPhoto({ background: CREAM }, 'helper é.jpg')).press(words.act);
      expect([helper.status, helper.heading]).toEqual([200, words.done]);
      expect(helper.textsOf('.find li').length).toBeGreaterThan(0);
      expect(await attempts(applicant)).toEqual([]);
      expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['draft-prepared', applicant.email]]);

      const client = await (await signIn(portal, applicant)).visit(href('confirmation', language));
      await client.follow(`${words.board}${applicant.name}`);
      for (const shown of ['Perrin Aldous', 'helper é.jpg']) expect(client.text).toContain(shown);
      const picture = client.$('.pic img').attr('src') ?? '';
      const seen = await client.raw('GET', picture, { 'Sec-Fetch-Site': 'same-origin' });
      expect([seen.status, seen.headers['content-type']]).toEqual([200, 'image/jpeg']);
      expect((await helper.raw('GET', picture, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(403);
      const stranger = await signIn(portal, await anApplicant(portal));
      expect((await stranger.raw('GET', picture, { 'Sec-Fetch-Site': 'same-origin' })).status).toBe(404);
      await client.press(words.use);
      expect(client.path).toBe(href('photoFrame', language, { person: applicant.personId }));
      expect(await attempts(applicant)).toEqual([{ state: 'draft', source: 'digital' }]);
      expect(await portal.em().count(PhotoDraft, { person: applicant.personId })).toBe(0);
      expect(await portal.em().count(AuditEvent, { subject: applicant.personId, action: 'draft.adopted' })).toBe(1);
    },
  );

  it('that the applicant doesn’t use is gone with its file, and so is one that is prepared anew', async () => {
    const { applicant, helper } = await both();
    const before = await files();
    await prepare(helper, applicant);
    await prepare(helper, applicant);
    expect(await files()).toBe(before + 1);
    const client = await (await signIn(portal, applicant)).visit(page(applicant));
    await prepare(helper, applicant);
    await client.press(WORDS.en.use);
    expect(client.text).toContain('What you saw is no longer there');
    expect(await attempts(applicant)).toEqual([]);
    await client.press(WORDS.en.decline);
    expect(client.text).toContain('You didn’t use what was prepared.');
    expect([await files(), await attempts(applicant)]).toEqual([before, []]);
  });

  it('dies with the consent, its file at once, and nobody uses it', async () => {
    const { applicant, helper } = await both();
    const before = await files();
    await prepare(helper, applicant);
    const client = await (await signIn(portal, applicant)).visit(page(applicant));
    const other = await (await signIn(portal, applicant)).visit(href('accountRepresentativeEnd', 'en'));
    await other.press('End this consent');
    expect(await files()).toBe(before);
    await client.press(WORDS.en.use);
    expect(client.text).toContain('What you saw is no longer there');
    expect([await attempts(applicant), await portal.em().count(PhotoDraft, { person: applicant.personId })]).toEqual([[], 0]);
    expect((await helper.visit(href('clientPhoto', 'en', { person: applicant.personId }))).status).toBe(404);
  });

  it('that can’t be used at all is not kept, and what is no photo is said beside the field', async () => {
    const { applicant, helper } = await both();
    const upload = await helper.visit(href('clientPhoto', 'en', { person: applicant.personId }));
    await upload.attach('photo', { name: 'a.jpg', type: 'image/jpeg', bytes: Buffer.from('%PDF-1.7 no photo') }).press(WORDS.en.act);
    expect([helper.status, Object.keys(helper.errors())]).toEqual([415, ['photo']]);
    expect(await portal.em().count(PhotoDraft, { person: applicant.personId })).toBe(0);
  });

  it('is neither prepared nor used while a photo is with the officers', async () => {
    const { applicant, helper } = await both();
    await prepare(helper, applicant);
    await aSentPhoto(portal, applicant.personId);
    expect((await helper.visit(href('clientPhoto', 'en', { person: applicant.personId }))).status).toBe(409);
    await helper.visit(href('clients', 'en'));
    expect(helper.text).not.toContain('Prepare the photo');
    const client = await (await signIn(portal, applicant)).visit(page(applicant));
    expect(client.status).toBe(409);
  });

  it('is none by the database without a consent, and a representative who would use it is recorded', async () => {
    const { applicant, helper } = await both();
    await prepare(helper, applicant);
    const [draft] = await portal.em().find(PhotoDraft, { person: applicant.personId });
    await helper.visit(href('clients', 'en'));
    await helper.forge(page(applicant), { draft: draft?.id ?? '', decision: 'use' });
    expect(helper.status).toBe(403);
    expect(await portal.em().count(AuditEvent, { subject: applicant.personId, action: 'representative.refused' })).toBe(1);
    const other = await anApplicant(portal);
    const row = `insert into photo_draft (id, representation_id, person_id, store_key, file_name, prepared_at)
      select gen_random_uuid(), r.id, $1, 'x', '\\x00', now() from representation r where r.case_file_id = $2`;
    await expect(portal.sql(row, [other.personId, applicant.caseId])).rejects.toThrow('without consent there is no draft');
  });
});
