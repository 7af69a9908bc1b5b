import { randomUUID } from 'node:crypto';
import { may, type Permission } from '../../src/access/permissions.js';
import { PARAMS_THAT_LEAD_TO_A_CASE } from '../../src/access/own-files.js';
import { Account } from '../../src/accounts/account.entity.js';
import { PasswordRequest } from '../../src/accounts/password-request.entity.js';
import { MessageThread } from '../../src/messages/message-thread.entity.js';
import { PhotoAttempt } from '../../src/photos/photo-attempt.entity.js';
import { PhotoDecision } from '../../src/photos/review/photo-decision.entity.js';
import { PhotoLook } from '../../src/photos/review/photo-look.entity.js';
import { SecondLook } from '../../src/photos/review/second-look.entity.js';
import { Card } from '../../src/cards/card.entity.js';
import { PresenceReview } from '../../src/confirmation/presence-review.service.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { handlersOf } from '../support/handlers.js';
import { asOfficer, aSentPhoto } from '../support/lanes.js';
import { anApplicant, type Applicant, anOfficer, type Someone } from '../support/people.js';
import { theMail } from '../support/mailbox.js';
import { signIn } from '../support/sign-in.js';

/** PORTAL.md 2: no officer, of whatever role, opens their own file or a declared relative's. */
let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

/** A case with something behind every kind of address. */
async function aFullCase(wishes: { email?: string } = {}): Promise<{ applicant: Applicant; ids: Record<string, string> }> {
  const applicant = await anApplicant(portal, { stage: 'addressed', ...wishes });
  const attempt = await aSentPhoto(portal, applicant.personId);
  const em = portal.em();
  const now = portal.clock.now();
  const person = { person: applicant.personId } as never;
  const card = em.create(Card, { ...(person as object), requestedAt: now, dueOn: '2026-12-07' } as never);
  const request = em.create(PasswordRequest, { account: em.getReference(Account, applicant.accountId), askedAt: now });
  const thread = em.create(MessageThread, { ...(person as object), topic: 'card', openedAt: now, lastAt: now } as never);
  const photo = em.getReference(PhotoAttempt, attempt);
  const by = (await anOfficer(portal)).accountId;
  const first = em.create(PhotoLook, { attempt: photo, officer: by, impression: 'accept', lookedAt: now });
  const facts = { attempt: photo, look: first, findings: [], decision: 'accepted', reasons: [], officer: by, decidedAt: now } as const;
  const decision = em.create(PhotoDecision, { ...facts, findings: [], reasons: [], mail: randomUUID() });
  const look = em.create(SecondLook, { attempt: photo, decision, firstOfficer: by, chosenAt: now });
  await em.flush();
  const ids = {
    case: applicant.caseId,
    person: applicant.personId,
    account: applicant.accountId,
    attempt,
    card: card.id,
    request: request.id,
    thread: thread.id,
    look: look.id,
    picture: 'frame',
  };
  return { applicant, ids };
}

async function declare(officer: Someone, applicant: Applicant, relation = 'relative'): Promise<Visitor> {
  const browser = await signIn(portal, officer);
  await browser.visit(href('adminRelatives', 'en'));
  return browser.fill({ applicationNumber: applicant.caseNumber }).choose('relation', relation).press('Name this file');
}

/** Every officers' address that leads to a case, with what it answers to this officer. */
async function answers(browser: Visitor, role: 'officer' | 'card_clerk' | 'supervisor', ids: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const { verb, paths, access } of handlersOf(portal)) {
    const leads = PARAMS_THAT_LEAD_TO_A_CASE.some((name) => paths[0]?.includes(`:${name}`));
    if (!leads || typeof access !== 'object' || !may(role, access.permission as Permission)) continue;
    for (const path of paths) {
      const address = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? randomUUID());
      const headers = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
      const answer =
        verb === 'GET'
          ? await browser.raw('GET', address, headers)
          : await browser.raw(verb, address, headers, `_csrf=${encodeURIComponent(browser.csrfToken)}`);
      found.push(
        `${answer.status} ${verb} ${path}${/own file|votre propre|relative’s|d’un proche/.test(answer.body.toString()) ? ' with its reason' : ''}`,
      );
    }
  }
  return found;
}

/** Refused tries are written down, by right. */
async function everyRowButTheTrail(): Promise<Record<string, string>> {
  const { audit_event: _events, audit_chain: _chains, ...rows } = await everyRow(portal);
  return rows;
}

describe.each(['officer', 'card_clerk', 'supervisor'] as const)('a %s', (role) => {
  it('is refused on every address that leads to a relative’s file, with the reason, and nothing changes', async () => {
    const { applicant, ids } = await aFullCase();
    const officer = await anOfficer(portal, { role });
    const browser = await declare(officer, applicant);
    const before = await everyRowButTheTrail();
    const found = await answers(browser, role, ids);
    expect(found.length).toBeGreaterThan(role === 'card_clerk' ? 3 : 20);
    expect(found.filter((line) => !/^403 .* with its reason$/.test(line))).toEqual([]);
    expect(await everyRowButTheTrail()).toEqual(before);
    // each try is in the trail: who, and what for
    const tries = await portal.sql(
      `select count(*)::int as count, count(*) filter (where (details->>'look')::boolean)::int as looks from audit_event
        where action = 'own_file.refused' and actor_account = $1 and case_file = $2 and details->>'closed' = 'relative'`,
      [officer.accountId, applicant.caseId],
    );
    expect(tries).toEqual([{ count: found.length, looks: found.filter((line) => line.includes(' GET ')).length }]);
  });

  it('is refused on their own file, which has their address', async () => {
    const { ids } = await aFullCase({ email: `both-${role}@mail.example` });
    const browser = await signIn(portal, await anOfficer(portal, { role, email: `Both-${role}@mail.example` }));
    await browser.visit(href('adminRelatives', 'en'));
    const found = await answers(browser, role, ids);
    expect(found.filter((line) => !/^403 .* with its reason$/.test(line))).toEqual([]);
  });
});

it.each(['officer', 'applicant'] as const)('is refused on their own file once they gave the portal another address, as %s', async (as) => {
  const { applicant, ids } = await aFullCase({ email: `moves-${as}@mail.example` });
  const officer = await anOfficer(portal, { email: applicant.email });
  const moving = await signIn(portal, as === 'officer' ? officer : applicant);
  await moving.visit(href('accountEmail', 'en'));
  await portal.deliverMail();
  await moving.fill({ email: `moved-${as}@mail.example`, password: officer.password }).press('Send me the link');
  await moving.visit(theMail(await portal.deliverMail(), 'email-change-link').link);
  await moving.press('Use this address');
  expect(moving.path).toBe(href('newEmailConfirmed', 'en'));
  const browser = await signIn(portal, officer);
  await browser.visit(href('adminCase', 'en', { case: ids.case ?? '' }));
  expect([browser.status, browser.text]).toEqual([403, expect.stringContaining('your own or a relative’s')]);
});

it('is told of in the history of the file, with the name of the officer, and not to its person', async () => {
  const { applicant } = await aFullCase();
  const officer = await anOfficer(portal, { name: 'Thea Lindqvist' });
  const browser = await declare(officer, applicant);
  expect((await browser.visit(href('adminCase', 'en', { case: applicant.caseId }))).status).toBe(403);
  const colleague = await signIn(portal, await anOfficer(portal, { language: 'fr' }));
  await colleague.visit(href('adminCaseHistory', 'fr', { case: applicant.caseId }));
  const row = colleague.$('tbody tr').filter((_, one) => colleague.$(one).text().includes('s’est vu refuser l’accès'));
  expect([row.length, row.text().includes('Thea Lindqvist')]).toEqual([1, true]);
  const own = await (await signIn(portal, applicant)).visit(href('accountActivity', 'en'));
  expect(own.text).not.toContain('tried to open this file');
});

it('opens every other file', async () => {
  const [{ applicant }, { ids }] = [await aFullCase(), await aFullCase()];
  const officer = await anOfficer(portal, { role: 'supervisor' });
  const browser = await declare(officer, applicant);
  const found = await answers(browser, 'supervisor', ids);
  expect(found.filter((line) => line.startsWith('403'))).toEqual([]);
});

it('is refused by the services as well', async () => {
  const { applicant } = await aFullCase();
  const officer = await anOfficer(portal);
  await declare(officer, applicant);
  await expect(portal.get(PresenceReview).verify(asOfficer(officer), applicant.personId)).rejects.toMatchObject({ status: 403 });
});

it('shows such a file in lists without a link', async () => {
  const { applicant } = await aFullCase();
  const browser = await declare(await anOfficer(portal, { role: 'supervisor' }), applicant);
  for (const page of ['adminCases', 'adminPhotos', 'adminCards', 'adminQueue'] as const) {
    await browser.visit(href(page, 'en') + (page === 'adminCases' ? `?find=${applicant.caseNumber}` : ''));
    const row = browser.$('tbody tr').filter((_, one) => browser.$(one).text().includes(applicant.caseNumber));
    expect([page, row.length > 0, row.find('a, button').length, row.text().includes('A colleague handles this file')]).toEqual([
      page,
      true,
      0,
      true,
    ]);
  }
});

it('shows a request for a password without a link or a button', async () => {
  await portal.sql('delete from password_request'); // those of the other tests belong to accounts that are open
  const applicant = await anApplicant(portal, { stage: 'temporary' });
  const em = portal.em();
  em.create(PasswordRequest, { account: em.getReference(Account, applicant.accountId), askedAt: portal.clock.now() });
  await em.flush();
  const browser = await declare(await anOfficer(portal), applicant);
  await browser.visit(href('adminPasswordRequests', 'en'));
  const row = browser.$('tbody tr').filter((_, one) => browser.$(one).text().includes(applicant.caseNumber));
  expect([row.length, row.find('a, button').length, row.text().includes('A colleague handles this file')]).toEqual([1, 0, true]);
});

describe('the declaration', () => {
  it('names what is missing, and a number that is no case', async () => {
    const browser = await signIn(portal, await anOfficer(portal));
    await browser.visit(href('adminRelatives', 'en'));
    await browser.press('Name this file');
    expect([browser.status, browser.text.includes('Enter the application number')]).toEqual([422, true]);
    await browser.fill({ applicationNumber: 'E000000001' }).choose('relation', 'own').press('Name this file');
    expect([browser.status, browser.text.includes('No case here has this number')]).toEqual([422, true]);
  });

  it('twice is one, is seen by supervisors, and is taken back by another supervisor only', async () => {
    const { applicant } = await aFullCase();
    const [officer, chief, other] = [
      await anOfficer(portal, { name: 'Ilse Brandvold' }),
      await anOfficer(portal, { role: 'supervisor' }),
      await anOfficer(portal, { role: 'supervisor' }),
    ];
    await declare(officer, applicant);
    const own = await declare(officer, applicant);
    expect(own.$('tbody tr').length).toBe(1);
    expect(own.text).not.toContain('Take back');
    await declare(chief, applicant, 'own');
    const rows = await portal.sql<{ id: string; account_id: string }>(
      'select id, account_id from officer_relative where case_file_id = $1',
      [applicant.caseId],
    );
    expect(rows).toHaveLength(2);
    const removal = (by: Visitor, account: string) =>
      by.raw(
        'POST',
        href('adminRelativeRemoval', 'en', { declaration: rows.find(({ account_id }) => account_id === account)?.id ?? '' }),
        { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' },
        `_csrf=${encodeURIComponent(by.csrfToken)}`,
      );
    const [desk, chiefs, others] = [await signIn(portal, officer), await signIn(portal, chief), await signIn(portal, other)];
    for (const browser of [desk, chiefs, others]) await browser.visit(href('adminRelatives', 'en'));
    expect(others.text).toContain('Ilse Brandvold');
    expect((await removal(desk, officer.accountId)).status).toBe(403);
    expect((await removal(chiefs, chief.accountId)).status).toBe(403);
    expect((await removal(chiefs, officer.accountId)).status).toBe(303);
    expect((await desk.visit(href('adminCase', 'en', { case: applicant.caseId }))).status).toBe(200);
    expect((await chiefs.visit(href('adminCase', 'en', { case: applicant.caseId }))).status).toBe(403);
    await expect(
      portal.sql('update officer_relative set removed_at = now(), removed_by_id = account_id where account_id = $1', [chief.accountId]),
    ).rejects.toMatchObject({ constraint: 'officer_relative_removed_holds' });
  });
});
