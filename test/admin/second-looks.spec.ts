import { MissingCards } from '../../src/cards/mailed/missing-cards.service.js';
import { RecordErrors } from '../../src/residence/record-errors.js';
import { DAY } from '../../src/clock.js';
import { CardService } from '../../src/cards/card.service.js';
import { SecondLooks } from '../../src/photos/review/second-looks.service.js';
import { SecondLook } from '../../src/photos/review/second-look.entity.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aMailedCard, asOfficer, aSentPhoto, confirmResidence, returnPhoto, UNDO, verifyPresence } from '../support/lanes.js';
import { theMail } from '../support/mailbox.js';
import { faultsOf } from '../support/markup.js';
import { type Applicant, anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 4: a blind second look for a set share of the decisions; PORTAL.md 3: a supervisor's correction before print. */
let portal: TestPortal;
beforeEach(async () => {
  portal = await aPortal({ environment: { PHOTO_SECOND_LOOK_PERCENT: '100' } });
});
afterEach(() => portal.close());

const WORDS = {
  en: {
    first: 'Look at the oldest',
    save: 'Save and go on',
    settle: 'Settled',
    again: 'Look at this photo again',
    settled: 'A supervisor has settled that two officers decided otherwise about a photo.',
  },
  fr: {
    first: 'Regarder la plus ancienne',
    save: 'Enregistrer et continuer',
    settle: 'Traité',
    again: 'Regarder cette photo de nouveau',
    settled: 'Le personnel de supervision a réglé un désaccord de deux décisions sur une photo.',
  },
} as const;
const looks = () => portal.em().find(SecondLook, {}, { orderBy: { chosenAt: 'asc', id: 'asc' } });

async function decided(by: Someone, decision: 'accepted' | 'returned', language: 'en' | 'fr' = 'en') {
  const applicant = await anApplicant(portal, { stage: 'addressed', language });
  const attempt = await aSentPhoto(portal, applicant.personId);
  await (decision === 'accepted' ? acceptPhoto : returnPhoto)(portal, by, applicant.personId);
  return { ...applicant, attempt };
}

it.each(LANGUAGES)(
  'another officer looks without learning what was decided; a supervisor reads where the two disagree (%s)',
  async (language) => {
    const [first, second] = [await anOfficer(portal, { language }), await anOfficer(portal, { language })];
    const [agreed, disputed] = [await decided(first, 'accepted'), await decided(first, 'accepted')];
    const mine = await signIn(portal, first);
    await mine.visit(href('adminSecondLooks', language));
    expect(mine.links().filter(({ href: to }) => to.includes('/second-looks/') || to.includes('/deuxiemes-regards/'))).toEqual([]);
    const [look] = await looks();
    await mine.visit(href('adminSecondLook', language, { look: look?.id ?? '' }));
    expect(mine.status).toBe(409);
    await mine.forge(href('adminSecondLook', language, { look: look?.id ?? '' }), { outcome: 'accepted' });
    expect(mine.status).toBe(409);

    const other = await signIn(portal, second);
    await other.visit(href('adminPhotos', language));
    await other.visit(href('adminSecondLooks', language));
    expect(await faultsOf(other.html)).toEqual([]);
    await other.follow(WORDS[language].first);
    expect(await faultsOf(other.html)).toEqual([]);
    for (const told of [agreed.name, agreed.caseNumber, 'Glare', 'Reflet']) expect(other.textOf('figure')).not.toContain(told);
    await other.press(WORDS[language].save);
    expect([other.status, Object.keys(other.errors())]).toEqual([422, ['outcome']]);
    await other.choose('outcome', 'returned').press(WORDS[language].save);
    expect([other.status, Object.keys(other.errors())]).toEqual([422, ['reasons']]);
    await other.choose('outcome', 'accepted').press(WORDS[language].save);
    await other.choose('outcome', 'returned').tick('reasons', 'glare').press(WORDS[language].save);
    expect([other.status, other.path]).toEqual([200, href('adminSecondLooks', language)]);
    expect((await looks()).map(({ outcome, agrees, officer }) => [outcome, agrees, officer])).toEqual([
      ['accepted', true, second.accountId],
      ['returned', false, second.accountId],
    ]);
    await other.forge(href('adminSecondLook', language, { look: look?.id ?? '' }), { outcome: 'returned', reasons: 'glare' });
    expect([other.status, (await looks())[0]?.outcome]).toEqual([409, 'accepted']);

    const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    await supervisor.visit(href('adminSecondLooks', language));
    expect(await faultsOf(supervisor.html)).toEqual([]);
    expect(supervisor.textOf('tbody')).toContain(disputed.name);
    expect(supervisor.$('tbody tr')).toHaveLength(1);
    await supervisor.press(`${WORDS[language].settle}${language === 'en' ? '' : '\u00a0'}: ${disputed.name}`);
    expect(supervisor.$('tbody tr')).toHaveLength(0);

    // it stands in the history once, however often it is pressed, for officers alone
    const [disagreed] = (await looks()).filter(({ agrees }) => agrees === false);
    await supervisor.forge(href('adminSecondLookSettled', language, { look: disagreed?.id ?? '' }));
    await supervisor.visit(href('adminCaseHistory', language, { case: disputed.caseId }));
    const settled = supervisor.textsOf('tbody th').filter((text) => text === WORDS[language].settled);
    expect([supervisor.status, settled]).toEqual([200, [WORDS[language].settled]]);
    const person = await signIn(portal, disputed);
    await person.visit(href('accountActivity', language));
    expect(person.textsOf('tbody th').length).toBeGreaterThan(0);
    expect(person.text).not.toContain(WORDS[language].settled);
  },
);

it('what was taken back within the minute is not looked at twice', async () => {
  const officer = await anOfficer(portal);
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  const attempt = await aSentPhoto(portal, applicant.personId);
  const desk = await signIn(portal, officer);
  await desk.visit(href('adminPhoto', 'en', { attempt }));
  await desk.tick('reasons', 'glare').press('Return photo');
  expect(await looks()).toHaveLength(1);
  await desk.forge(href('adminPhotoUndo', 'en', { attempt }));
  expect([desk.status, (await looks()).length]).toEqual([200, 0]);
});

it('a second look waits until the decision stands, and no longer when a supervisor corrects it', async () => {
  const [first, second] = [await anOfficer(portal), await signIn(portal, await anOfficer(portal))];
  const { attempt } = await decided(first, 'returned');
  const toLook = async () => {
    await second.visit(href('adminSecondLooks', 'en'));
    return second.links().some(({ text }) => text === WORDS.en.first);
  };
  portal.clock.advance(-UNDO);
  expect(await toLook()).toBe(false);
  portal.clock.advance(UNDO);
  expect(await toLook()).toBe(true);
  const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
  await supervisor.forge(href('adminPhotoCorrection', 'en', { attempt }));
  expect([supervisor.status, await looks(), await toLook()]).toEqual([200, [], false]);
});

it.each(LANGUAGES)(
  'a supervisor has an accepted photo looked at again before print; the card waits and the person is told (%s)',
  async (language) => {
    const first = await anOfficer(portal);
    const applicant = await anApplicant(portal, { stage: 'addressed', language });
    await verifyPresence(portal, first, applicant.personId);
    await confirmResidence(portal, first, applicant.personId);
    const attempt = await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, first, applicant.personId);
    const cards = () => portal.sql<{ state: string }>('select state from card where person_id = $1', [applicant.personId]);
    expect(await cards()).toEqual([{ state: 'requested' }]);

    const officer = await signIn(portal, first);
    await officer.visit(href('adminPhoto', 'en', { attempt }));
    expect(officer.buttons()).not.toContain(WORDS.en.again);
    await officer.forge(href('adminPhotoCorrection', 'en', { attempt }));
    expect(officer.status).toBe(403);

    const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    await supervisor.visit(href('adminPhoto', language, { attempt }));
    expect(await faultsOf(supervisor.html)).toEqual([]);
    await supervisor.press(WORDS[language].again);
    expect([supervisor.status, await cards()]).toEqual([200, []]);
    const mail = theMail(await portal.deliverMail(), 'photo-reopened');
    expect(mail.text).toContain(applicant.caseNumber);
    const person = await signIn(portal, applicant);
    await person.visit(href('status', language, { person: applicant.personId }));
    expect(await faultsOf(person.html)).toEqual([]);
    await supervisor.forge(href('adminPhotoCorrection', language, { attempt }));
    expect(supervisor.status).toBe(409); // it waits for a look already
    await returnPhoto(portal, first, applicant.personId);
    expect(await portal.sql('select state from photo_attempt where id = $1', [attempt])).toEqual([{ state: 'returned' }]);
  },
);

it('nothing is corrected within the minute, after print, or when a newer photo is there', async () => {
  const first = await anOfficer(portal);
  const supervisor = await signIn(portal, await anOfficer(portal, { role: 'supervisor' }));
  const applicant = await anApplicant(portal, { stage: 'addressed' });
  const attempt = await aSentPhoto(portal, applicant.personId);
  await returnPhoto(portal, first, applicant.personId);
  portal.clock.advance(-UNDO);
  await supervisor.forge(href('adminPhotoCorrection', 'en', { attempt }));
  expect(supervisor.status).toBe(409);
  expect(supervisor.text).toContain('Undo it instead');
  portal.clock.advance(UNDO);
  await aSentPhoto(portal, applicant.personId);
  await supervisor.forge(href('adminPhotoCorrection', 'en', { attempt }));
  expect(supervisor.status).toBe(409);
  const printed = await anApplicant(portal, { stage: 'addressed' });
  await verifyPresence(portal, first, printed.personId);
  await confirmResidence(portal, first, printed.personId);
  const photo = await aSentPhoto(portal, printed.personId);
  await acceptPhoto(portal, first, printed.personId);
  const [card] = await portal.sql<{ id: string }>('select id from card where person_id = $1', [printed.personId]);
  await portal.get(CardService).print(asOfficer(await anOfficer(portal, { role: 'card_clerk' })), card?.id ?? '');
  await supervisor.visit(href('adminPhoto', 'en', { attempt: photo }));
  expect(supervisor.buttons()).not.toContain(WORDS.en.again);
  await supervisor.forge(href('adminPhotoCorrection', 'en', { attempt: photo }));
  expect(supervisor.status).toBe(409);
});

it('nor when it was printed once: a card that was held since, and one in place of a card that never came', async () => {
  const supervisor = await anOfficer(portal, { role: 'supervisor' });
  const corrected = async (personId: string) => {
    const desk = await signIn(portal, supervisor);
    const [{ photo } = { photo: '' }] = await portal.sql<{ photo: string }>(
      'select photo_id photo from confirmation where person_id = $1',
      [personId],
    );
    await desk.visit(href('adminPhoto', 'en', { attempt: photo }));
    const offered = desk.buttons().includes(WORDS.en.again);
    await desk.forge(href('adminPhotoCorrection', 'en', { attempt: photo }));
    return [offered, desk.status];
  };
  const asPerson = ({ accountId, personId }: Applicant) => ({ kind: 'applicant', accountId, personId, language: 'en' }) as const;

  const held = await anApplicant(portal, { stage: 'addressed' });
  await verifyPresence(portal, supervisor, held.personId);
  await confirmResidence(portal, supervisor, held.personId);
  await aSentPhoto(portal, held.personId);
  await acceptPhoto(portal, supervisor, held.personId);
  const [card] = await portal.sql<{ id: string }>('select id from card where person_id = $1', [held.personId]);
  await portal.get(CardService).print(asOfficer(supervisor), card?.id ?? '');
  await portal.get(RecordErrors).report(asPerson(held), held.personId, ['sex'], 'It says F');
  await portal.get(RecordErrors).answer(asOfficer(supervisor), held.personId, 'It is what your file says.');
  expect(await corrected(held.personId)).toEqual([false, 409]);
  expect(await portal.sql('select state from card where person_id = $1', [held.personId])).toEqual([{ state: 'requested' }]);

  const missed = await anApplicant(portal, { stage: 'addressed' });
  const mailed = await aMailedCard(portal, supervisor, missed.personId);
  portal.clock.advance(50 * DAY);
  await portal.get(MissingCards).report(asPerson(missed), missed.personId, missed.name, 'en');
  await portal.get(MissingCards).replace(asOfficer(supervisor), mailed);
  expect(await corrected(missed.personId)).toEqual([false, 409]);
  expect(await portal.sql('select replaces from card where person_id = $1 order by id desc limit 1', [missed.personId])).toEqual([
    { replaces: mailed },
  ]);
});

it('the database keeps what the second officer said, and lets it be settled once', async () => {
  const [first, second] = [await anOfficer(portal), await anOfficer(portal)];
  await decided(first, 'accepted');
  const [look] = await looks();
  const change = (set: string) => portal.sql(`update photo_second_look set ${set} where id = $1`, [look?.id]);
  await expect(change(`first_officer = '${second.accountId}'`)).rejects.toThrow('final');
  const returned = { outcome: 'returned', reasons: ['glare'] } as const;
  await portal.get(SecondLooks).look(asOfficer(second), look?.id ?? '', returned);
  for (const set of ['agrees = true', `outcome = 'accepted'`, `reasons = '[]'`, 'looked_at = now()'])
    await expect(change(set)).rejects.toThrow('final');
  await expect(portal.sql('delete from photo_second_look')).rejects.toThrow('final');
  await change(`settled_at = now(), settled_by = '${first.accountId}'`);
  await expect(change('settled_at = null, settled_by = null')).rejects.toThrow('final');
});
