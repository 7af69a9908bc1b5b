import { Card } from '../../src/cards/card.entity.js';
import { href } from '../../src/language/routes.js';
import { SESSION_COOKIE } from '../../src/sessions/session.rules.js';
import type { Visitor } from '../../tools/visitor.js';
import { openRepliedCase, press as pressIntake } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { acceptPhoto, aSentPhoto, confirmResidence, UNDO, verifyPresence } from '../support/lanes.js';
import { anApplicant, anOfficer, PASSWORD, type Someone } from '../support/people.js';
import { PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const MANY = 50;

let portal: TestPortal;
let officer: Someone;
beforeAll(async () => {
  portal = await aPortal();
  officer = await anOfficer(portal);
});
afterAll(() => portal.close());

/** TRUST.md 6: one transaction, row lock or version. */
describe(`the same act, sent ${MANY} times at the same moment, has one effect`, () => {
  it('“Submit documents”: one submission, one receipt, no other answer than “done” or “already done”', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    await new PhotoWay(browser, applicant).ready();
    await together(browser, browser.path, (one) => {
      if (one.$('[name=password]').length > 0) one.fill({ password: PASSWORD });
      return one.press('Submit documents');
    });
    const [sent] = await portal.sql<{ id: string }>('select id from photo_attempt where person_id = $1', [applicant.personId]);
    expect(await acts(sent?.id)).toMatchObject({ 'photo.submitted': 1 });
    expect(await portal.sql(`select state from photo_attempt where person_id = $1`, [applicant.personId])).toEqual([
      { state: 'submitted' },
    ]);
    expect(
      await portal.sql(`select 1 as row from photo_submission s join photo_attempt a on a.id = s.attempt_id where a.person_id = $1`, [
        applicant.personId,
      ]),
    ).toHaveLength(1);
    expect((await portal.deliverMail()).length).toBeLessThanOrEqual(1);
  });

  it('the declaration of presence: one declaration', async () => {
    const applicant = await anApplicant(portal);
    const browser = await signIn(portal, applicant);
    const path = href('presence', 'en', { person: applicant.personId });
    await together(browser, path, (one) => {
      if (one.$('[name=password]').length > 0) one.fill({ password: PASSWORD });
      return one.tick('agreed').fill({ name: applicant.name }).press('Sign my declaration');
    });
    expect(await acts(applicant.personId)).toMatchObject({ 'presence.declared': 1 });
    expect(await portal.sql('select 1 as row from presence_declaration where person_id = $1', [applicant.personId])).toHaveLength(1);
  });

  it('an officer’s acceptance: one decision, one mail, and one card where the rest is there', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    const attempt = await aSentPhoto(portal, applicant.personId);
    await portal.deliverMail();
    const browser = await signIn(portal, officer);
    await browser.visit(href('adminPhoto', 'en', { attempt }));
    await browser.forge(href('adminPhotoLook', 'en', { attempt }));
    await forgedTogether(browser, href('adminPhotoAcceptance', 'en', { attempt }), { seen: 'findings' });
    expect(await acts(applicant.personId, attempt)).toMatchObject({ 'photo.accepted': 1 });
    portal.clock.advance(UNDO);
    await portal.deliverMail().then((mails) => expect(mails.filter(({ to }) => to === applicant.email)).toHaveLength(1));
    expect(await portal.em().count(Card, { person: applicant.personId })).toBe(1);
  });

  it('creating an account: one account, one mail with one temporary password', async () => {
    const browser = await signIn(portal, officer);
    const { caseId, personId } = await openRepliedCase(portal, browser);
    await browser.visit(href('adminReply', 'en', { case: caseId }));
    await pressIntake(browser, 'markRead');
    await portal.deliverMail();
    await forgedTogether(browser, href('adminAccount', 'en', { person: personId }));
    expect(await portal.sql('select 1 as row from account where person_id = $1', [personId])).toHaveLength(1);
    expect((await portal.deliverMail()).map(({ template }) => template)).toEqual(['temporary-password']);
  });

  it('printing and mailing a card: once each, one mail', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await verifyPresence(portal, officer, applicant.personId);
    await confirmResidence(portal, officer, applicant.personId);
    await aSentPhoto(portal, applicant.personId);
    await acceptPhoto(portal, officer, applicant.personId);
    await portal.deliverMail();
    const [card] = await portal.sql<{ id: string }>('select id from card where person_id = $1', [applicant.personId]);
    const clerk = await signIn(portal, await aCardClerk());
    await clerk.visit(href('adminCards', 'en'));
    await forgedTogether(clerk, href('adminCardPrinted', 'en', { card: card?.id ?? '' }));
    await forgedTogether(clerk, href('adminCardMailed', 'en', { card: card?.id ?? '' }));
    expect(await acts(applicant.personId, card?.id)).toMatchObject({ 'card.requested': 1, 'card.printed': 1, 'card.mailed': 1 });
    expect((await portal.deliverMail()).filter(({ to }) => to === applicant.email)).toHaveLength(1);
  });
});

const aCardClerk = (): Promise<Someone> => anOfficer(portal, { role: 'card_clerk' });

/** How often each act was written down for a person, or for one of their records. */
async function acts(...subjects: (string | undefined)[]): Promise<Record<string, number>> {
  const rows = await portal.sql<{ action: string; count: string }>(
    'select action, count(*) from audit_event where subject = any($1) group by action',
    [subjects.filter(Boolean)],
  );
  return Object.fromEntries(rows.map(({ action, count }) => [action, Number(count)]));
}

/** Opens a page in as many windows of one session, and does the same in all of them at once. */
async function together(browser: Visitor, path: string, doing: (one: Visitor) => Promise<Visitor>): Promise<void> {
  // where a password is asked, most are told to wait: so many at once are a guesser's, or more than the queue of hashes holds
  const busy = [429, 503];
  const windows = Array.from({ length: MANY }, () => windowOf(browser));
  for (const one of windows) await one.visit(path);
  judge(await Promise.all(windows.map(async (one) => (await doing(one)).trail[0]?.status ?? 0)), busy);
}

/** The same, for acts whose form is one button. */
async function forgedTogether(browser: Visitor, path: string, fields: Record<string, string> = {}): Promise<void> {
  const body = new URLSearchParams({ ...fields, _csrf: browser.csrfToken }).toString();
  const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
  const answers = Array.from({ length: MANY }, () => browser.raw('POST', path, headers, body));
  judge((await Promise.all(answers)).map(({ status }) => status));
}

/** At least one did it; every other is led to the same place, or told that it was done. */
function judge(statuses: number[], also: readonly number[] = []): void {
  expect(statuses).toContain(303);
  expect(statuses.filter((status) => ![303, 409, ...also].includes(status))).toEqual([]);
}

function windowOf(browser: Visitor): Visitor {
  const one = portal.visitor();
  one.cookies.set(SESSION_COOKIE, browser.cookies.get(SESSION_COOKIE) ?? '');
  return one;
}
