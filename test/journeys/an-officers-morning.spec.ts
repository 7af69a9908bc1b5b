import { unzipSync } from 'fflate';
import { Card } from '../../src/cards/card.entity.js';
import { CaseFile } from '../../src/cases/case-file.entity.js';
import { DAY } from '../../src/clock.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { ImportInviting } from '../../src/imports/import-inviting.service.js';
import { dayOf } from '../../src/language/formats.js';
import { href } from '../../src/language/routes.js';
import { Translator } from '../../src/language/translator.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { drawPortrait } from '../../src/seeds/drawn-portrait.js';
import type { Visitor } from '../../tools/visitor.js';
import { aRow, importTable, readTables, table } from '../imports/tables.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { aSentPhoto, UNDO } from '../support/lanes.js';
import { ADDRESS, type Applicant, anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

/** The whole morning in English; in French the same acts on a smaller pile. */
const MORNINGS = [
  { language: 'en', cases: 200, photos: 30 },
  { language: 'fr', cases: 40, photos: 15 },
] as const;
const REPLIES = 6;
const CONFIRMED = 8;

/** Everything that an officer does before lunch, on the pages, with the counts that the queue shows in between. */
describe.each(MORNINGS)('an officer’s morning, in $language: $cases cases, $photos photos', ({ language, cases, photos }) => {
  /** Every fifth photo is returned. */
  const returned = photos / 5;
  let portal: TestPortal;
  let officer: Visitor;
  const translator = new Translator();
  const words = (key: string, values = {}): string => translator.text(language, key, values).replaceAll('\u00a0', ' ');
  const queue = (what: string): Promise<Visitor> => officer.visit(`${href('adminQueue', language)}?what=${what}`);
  const waits = async (what: string): Promise<number> => {
    await queue(what);
    return officer.$('tbody tr').length;
  };
  const startNext = async (what: string): Promise<void> => {
    await queue(what);
    await officer.press(words('admin-queue:startNext'));
  };
  const senders: Applicant[] = [];

  beforeAll(async () => {
    portal = await aPortal();
    for (let n = 0; n < REPLIES; n++) await anApplicant(portal, { stage: 'replied', language });
    const file = await drawPortrait();
    for (let n = 0; n < photos; n++) {
      const sender = await anApplicant(portal, { stage: 'addressed', language });
      await aSentPhoto(portal, sender.personId, { file });
      senders.push(sender);
      portal.clock.advance(60_000);
    }
    officer = await signIn(portal, await anOfficer(portal, { language }));
  });
  afterAll(() => portal.close());

  it('begins with the queue', async () => {
    await officer.visit(href('adminQueue', language));
    expect(officer.lead).toBe(words('admin-queue:wait', { count: REPLIES + 2 * photos }));
  });

  it('imports them, mends three mistakes, and invites all of them', async () => {
    const rows = Array.from({ length: cases }, () => aRow({ language }));
    const wrong = rows.map((row, n) => (n < 3 ? { ...row, dateOfBirth: '31/02/1990' } : row));
    await importTable(portal, officer, table(wrong), language);
    const numbers = (): string[] =>
      officer
        .$('dl.ledger dd, dd')
        .toArray()
        .map((cell) => officer.$(cell).text().trim());
    expect(numbers()).toEqual(expect.arrayContaining([String(cases - 3), '3']));
    await importTable(portal, officer, table(rows), language);
    expect(numbers()).toEqual(expect.arrayContaining([String(cases - 3), '3', '0']));
    expect(await portal.em().count(CaseFile)).toBe(cases + REPLIES + photos);
    await officer.visit(href('adminImports', language));
    const imports = officer.links().filter(({ href: to }) => /(imports|importations)\/[0-9a-f-]{36}$/.test(to));
    expect(imports).toHaveLength(2);
    for (const { href: to } of imports) {
      await officer.visit(`${to}/invitations`);
      await officer.press(words('admin-invitations:send'));
    }
    while (await portal.get(ImportInviting).sendNext());
    const invited = (await portal.deliverMail()).filter(({ template }) => template === 'invitation');
    expect(new Set(invited.map(({ to }) => to)).size).toBe(cases);
    await readTables(portal);
  });

  it('reads the replies one after the other and makes the accounts', async () => {
    for (let n = 0; n < REPLIES; n++) {
      await startNext('reply');
      await officer.press(words('admin-cases:answers.markRead'));
      await officer.press(words('admin-cases:act.createAccount'));
      expect(officer.status).toBe(200);
    }
    expect(await waits('reply')).toBe(0);
    const mails = (await portal.deliverMail()).filter(({ template }) => template === 'temporary-password');
    expect(mails).toHaveLength(REPLIES);
  });

  it('looks at the photos without leaving the page, takes one decision back, and nobody is told before the minute is over', async () => {
    await officer.visit(href('adminPhotos', language));
    await officer.press(words('admin-photos:queue.first'));
    for (let n = 1; n <= photos; n++) {
      if (n % 5 === 0) await officer.tick('reasons', 'glare').tick('reasons', 'too_dark').press(words('admin-photos:review.return'));
      else await accept();
      if (n !== 7) continue;
      await officer.press(`${words('admin-photos:undo.act')}${words('admin-photos:undo.of', { name: senders[6]?.name })}`);
      await accept();
    }
    expect(officer.path).toBe(href('adminPhotos', language));
    expect((await portal.deliverMail()).filter(({ template }) => template.startsWith('photo-'))).toEqual([]);
    portal.clock.advance(UNDO);
    const told = (await portal.deliverMail()).filter(({ template }) => template.startsWith('photo-')).map(({ template }) => template);
    expect([told.filter((one) => one === 'photo-returned').length, told.length]).toEqual([returned, photos]);
    expect(await portal.em().count(PhotoDecision)).toBe(photos + 1);
  });

  /** What the checks found is shown after the first press where they warn; then it is pressed again. */
  async function accept(): Promise<void> {
    const { path } = officer;
    await officer.press(words('admin-photos:review.accept'));
    if (officer.path === path) await officer.press(words('admin-photos:review.accept'));
  }

  it('verifies presence and confirms residence, and the cards ask for themselves', async () => {
    for (let n = 0; n < CONFIRMED; n++) {
      await startNext('presence');
      await officer.press(words('admin-presence:verify.act'));
      await officer.tick('identityMatches').press(words('admin-presence:confirm.act'));
      expect(officer.status).toBe(200);
    }
    expect(await waits('presence')).toBe(photos - CONFIRMED);
    const confirmed = (await portal.deliverMail()).filter(({ template }) => template === 'residence-confirmed');
    expect(confirmed).toHaveLength(CONFIRMED);
    expect(await portal.em().count(Card)).toBe(
      await portal.em().count(Confirmation, { residence: 'confirmed', photo: { state: 'accepted' } }),
    );
  });

  it('a clerk prints them as one batch, mails them, and records the one that comes back', async () => {
    const desk = await signIn(portal, await anOfficer(portal, { role: 'card_clerk', language }));
    const cards = await portal.em().count(Card);
    await desk.visit(href('adminCards', language));
    await desk.press(words('admin-cards:batch.all'));
    const batch = desk.path;
    await desk.press(words('admin-cards:batch.download'));
    const names = Object.keys(unzipSync(new Uint8Array(desk.bytes)));
    expect(names.filter((name) => /\.(jpe?g|png)$/.test(name))).toHaveLength(cards);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/manifest\.json$/), expect.stringMatching(/manifest\.csv$/)]));

    await desk.visit(batch);
    await desk.follow(words('admin-cards:batch.mail.link'));
    await desk.press(words('admin-cards:batch.mail.act'));
    expect(await portal.em().count(Card, { state: 'mailed' })).toBe(cards);
    expect((await portal.deliverMail()).filter(({ template }) => template === 'card-mailed')).toHaveLength(cards);

    portal.clock.advance(9 * DAY);
    const again = await signIn(portal, await anOfficer(portal, { role: 'card_clerk', language }));
    const [card] = await portal.em().find(Card, { state: 'mailed' }, { limit: 1, populate: ['person'] });
    await again.visit(href('adminCardReturn', language, { card: card?.id ?? '' }));
    const [year = '', month = '', day = ''] = dayOf(portal.clock.now()).split('-');
    await again
      .fill({ 'cameBackOn-day': day, 'cameBackOn-month': month, 'cameBackOn-year': year })
      .choose('reason', 'moved')
      .press(words('admin-cards:return.act'));
    expect(again.status).toBe(200);
    const [mail] = (await portal.deliverMail()).filter(({ template }) => template === 'card-came-back');
    for (const detail of [card?.person.facts.uci, ADDRESS.street, ADDRESS.city]) expect(mail?.text).not.toContain(detail);
    expect(await portal.em().count(Card, { state: 'came_back' })).toBe(1);
  });
});
