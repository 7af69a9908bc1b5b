import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import type { ActorKind } from '../../src/access/actor.js';
import { may } from '../../src/access/permissions.js';
import { DAY, MINUTE, SECOND } from '../../src/clock.js';
import { keepDraft } from '../../src/forms/form-drafts.js';
import { hasPage } from '../../src/language/page-routes.js';
import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { everyRow } from '../support/every-row.js';
import { handlersOf } from '../support/handlers.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { codeFor } from '../support/second-factor.js';
import { aPhoto, PhotoWay } from '../support/photos.js';
import { signIn } from '../support/sign-in.js';

const TOO_LATE = 15 * MINUTE + SECOND;
const ENDED = href('sessionEnded', 'en');
const NOT_SENT = 'This has not been sent yet';

let portal: TestPortal;
beforeAll(async () => {
  portal = await aPortal();
});
afterAll(() => portal.close());

/** Signs in again from the page that says that the session has ended. */
async function again(browser: Visitor, { username, password }: Someone): Promise<Visitor> {
  expect([browser.status, browser.path, browser.heading]).toEqual([200, ENDED, 'Your session has ended']);
  await browser.follow('Sign in again');
  await browser.fill({ username, password }).press('Sign in');
  if (browser.path === href('verification', 'en')) await browser.fill({ oneTimeCode: await codeFor(portal, username) }).press('Continue');
  return browser;
}

/** Another window of the same browser. */
const windowOf = (browser: Visitor): Visitor => share(browser, portal.visitor());

/** What is signed in in one window is signed in in the other. */
function share(from: Visitor, to: Visitor): Visitor {
  to.cookies.clear();
  for (const name of from.cookies.names) to.cookies.set(name, from.cookies.get(name) ?? '');
  return to;
}

const keptForms = async (accountId: string): Promise<number> =>
  (await portal.sql('select 1 from kept_form where account_id = $1', [accountId])).length;

describe('a form that is sent after its session has ended', () => {
  it('declares nothing: the person signs in, and finds the declaration filled in, not sent, without the password', async () => {
    const applicant = await anApplicant(portal);
    const page = href('presence', 'en', { person: applicant.personId });
    const browser = await signIn(portal, applicant);
    await browser.visit(page);
    browser.tick('agreed').fill({ name: applicant.name, password: applicant.password });
    portal.clock.advance(TOO_LATE);
    await browser.press('Sign my declaration');
    expect(browser.text).toContain('What you typed is kept. It has not been sent.');
    await again(browser, applicant);
    expect([browser.status, browser.path]).toEqual([200, page]);
    expect(browser.text).toContain(NOT_SENT);
    expect([browser.isTicked('agreed'), browser.value('name'), browser.value('password')]).toEqual([true, applicant.name, '']);
    expect(await portal.sql('select 1 from presence_declaration where person_id = $1', [applicant.personId])).toEqual([]);
    expect(await keptForms(applicant.accountId)).toBe(0); // wiped once it was given back
    // the language switch keeps all, and the notice
    await browser.press('Français');
    expect(browser.language).toBe('fr');
    expect(browser.text).toContain('Ceci n’a pas encore été envoyé');
    expect([browser.isTicked('agreed'), browser.value('name')]).toEqual([true, applicant.name]);
    await browser.fill({ password: applicant.password }).press('Signer ma déclaration');
    expect(browser.path).toBe(href('presenceReceipt', 'fr', { person: applicant.personId }));
  });

  it('keeps the frame of a photo as it was typed, and applies nothing', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, applicant), applicant);
    await way.uploaded();
    const { browser } = way;
    const before = browser.value('left');
    browser.fill({ left: '37', top: '41', width: '820' });
    portal.clock.advance(TOO_LATE);
    await browser.press('Apply and check');
    await again(browser, applicant);
    expect([browser.path, browser.text.includes(NOT_SENT)]).toEqual([way.at('photoFrame'), true]);
    expect(['left', 'top', 'width'].map((field) => browser.value(field))).toEqual(['37', '41', '820']);
    expect(browser.$('details[open] [name=left]')).toHaveLength(1); // shown, not folded away
    const [row] = await portal.sql<{ state: string; frame: { left: number } }>(
      'select state, frame from photo_attempt where person_id = $1',
      [applicant.personId],
    );
    expect([row?.state, String(row?.frame.left)]).toEqual(['draft', before]);
  });

  it('asks for the file of an upload again, and keeps the rest', async () => {
    const applicant = await anApplicant(portal, { stage: 'addressed' });
    const browser = await signIn(portal, applicant);
    const page = href('photo', 'en', { person: applicant.personId });
    await browser.visit(page);
    browser.choose('source', 'digital').attach('photo', await aPhoto());
    portal.clock.advance(TOO_LATE);
    await browser.press('Upload photo');
    expect(browser.text).toContain('The file has to be chosen again.');
    await again(browser, applicant);
    expect(browser.path).toBe(page);
    expect(browser.text).toContain('Choose the file again, then send it.');
    expect(browser.isTicked('source', 'digital')).toBe(true);
    expect(await portal.sql('select 1 from photo_attempt where person_id = $1', [applicant.personId])).toEqual([]);
  });

  it('keeps an address, a return day, the boxes before “Next”, and asks for the password again before documents are submitted', async () => {
    const applicant = await anApplicant(portal, { stage: 'declared' });
    let browser = await signIn(portal, applicant);
    const { personId: person } = applicant;
    await browser.visit(href('homeAddress', 'en', { person }));
    browser.fill({ street: '27 Tamarack Lane', city: 'Moncton', postalCode: '9' });
    portal.clock.advance(TOO_LATE);
    await browser.press('Save and continue');
    await again(browser, applicant);
    expect([browser.path, browser.value('street'), browser.value('postalCode')]).toEqual([
      href('homeAddress', 'en', { person }),
      '27 Tamarack Lane',
      '9',
    ]);
    expect(browser.errors()).toEqual({}); // not judged before it is sent

    const abroad = await anApplicant(portal);
    browser = await signIn(portal, abroad);
    await browser.visit(href('abroad', 'en', { person: abroad.personId }));
    browser.fill({ 'returnOn-day': '31', 'returnOn-month': '2', 'returnOn-year': '2027' });
    portal.clock.advance(TOO_LATE);
    await browser.pressEnter('returnOn-day');
    await again(browser, abroad);
    expect(['returnOn-day', 'returnOn-month', 'returnOn-year'].map((field) => browser.value(field))).toEqual(['31', '2', '2027']);

    const sender = await anApplicant(portal, { stage: 'addressed' });
    const way = new PhotoWay(await signIn(portal, sender), sender);
    await way.checked();
    way.browser.tick('declaration');
    portal.clock.advance(TOO_LATE);
    await way.browser.press('Next');
    await again(way.browser, sender);
    expect([way.browser.path, way.browser.isTicked('declaration')]).toEqual([way.at('photoFindings'), true]);
    await way.browser.press('Next');
    way.browser.fill({ password: sender.password });
    portal.clock.advance(TOO_LATE);
    await way.browser.press('Submit documents');
    await again(way.browser, sender);
    expect([way.browser.path, way.browser.text.includes(NOT_SENT), way.browser.value('password')]).toEqual([way.at('review'), true, '']);
    expect(await portal.sql('select 1 from photo_submission where person_id = $1', [sender.personId])).toEqual([]);
  });

  it('keeps what an officer typed: a new case, and the words that return a photo', async () => {
    const officer = await anOfficer(portal);
    const browser = await signIn(portal, officer);
    await browser.visit(href('adminCaseNew', 'en'));
    browser.fill({ familyName: 'Halloway', givenNames: 'Maren' });
    portal.clock.advance(TOO_LATE);
    await browser.pressEnter('familyName');
    await again(browser, officer);
    expect([browser.path, browser.value('familyName'), browser.value('givenNames')]).toEqual([
      href('adminCaseNew', 'en'),
      'Halloway',
      'Maren',
    ]);

    const applicant = await anApplicant(portal, { stage: 'addressed' });
    await new PhotoWay(await signIn(portal, applicant), applicant).submitted();
    await browser.visit(href('adminPhotos', 'en'));
    await browser.follow(applicant.name);
    browser.tick('reasons', 'other').fill({ words: 'Please step away from the wall.' });
    portal.clock.advance(TOO_LATE);
    await browser.press('Return photo');
    await again(browser, officer);
    expect(browser.text).toContain(NOT_SENT);
    expect([browser.isTicked('reasons', 'other'), browser.value('words')]).toEqual([true, 'Please step away from the wall.']);
  });

  it('leads back to the page of a lone button, which did nothing', async () => {
    const applicant = await anApplicant(portal, { stage: 'temporary' });
    const officer = await anOfficer(portal);
    const browser = await signIn(portal, officer);
    const page = href('adminCase', 'en', { case: applicant.caseId });
    await browser.visit(page);
    portal.clock.advance(TOO_LATE);
    await browser.press('Send a new temporary password');
    await again(browser, officer);
    expect([browser.path, browser.text.includes('That was not done')]).toEqual([page, true]);
    await browser.reload();
    expect(browser.text).not.toContain('That was not done');
  });

  it('is never shown to another account that signs in there; its owner finds it, in another browser too, for 24 hours', async () => {
    const [owner, other] = [await anApplicant(portal), await anApplicant(portal)];
    const late = async (): Promise<Visitor> => {
      const browser = await signIn(portal, owner);
      await browser.visit(href('presence', 'en', { person: owner.personId }));
      browser.fill({ name: 'Typed By The Owner' });
      portal.clock.advance(TOO_LATE);
      return browser.pressEnter('name');
    };
    const shared = await late();
    await again(shared, other);
    expect(shared.path).toBe(href('confirmation', 'en'));
    expect(shared.html).not.toContain('Typed By The Owner');
    portal.clock.advance(DAY - SECOND);
    const elsewhere = await signIn(portal, owner);
    expect([elsewhere.path, elsewhere.value('name')]).toEqual([href('presence', 'en', { person: owner.personId }), 'Typed By The Owner']);
    await late();
    portal.clock.advance(DAY);
    expect((await signIn(portal, owner)).path).toBe(href('confirmation', 'en'));
    expect(await keptForms(owner.accountId)).toBe(0);
  });

  it('is encrypted while it waits', async () => {
    const owner = await anApplicant(portal);
    const browser = await signIn(portal, owner);
    await browser.visit(href('presence', 'en', { person: owner.personId }));
    browser.fill({ name: 'Typed By The Owner', password: owner.password });
    portal.clock.advance(TOO_LATE);
    await browser.pressEnter('name');
    const [row] = await portal.sql<{ all: string; content: Buffer }>(
      'select k::text as all, content from kept_form k where account_id = $1',
      [owner.accountId],
    );
    expect(row?.content.toString('latin1')).not.toMatch(/Typed|presence/);
    expect(row?.all).not.toContain('Typed');
  });

  it('is not kept from a session that was ended, nor for an account that was closed', async () => {
    const applicant = await anApplicant(portal);
    const open = async (): Promise<Visitor> => {
      const browser = await signIn(portal, applicant);
      await browser.visit(href('presence', 'en', { person: applicant.personId }));
      return browser.fill({ name: 'Typed By A Thief' });
    };
    const thief = await open();
    const own = await signIn(portal, applicant);
    await own.visit(href('accountSignIns', 'en'));
    await own.press('End all others');
    await thief.pressEnter('name');
    expect([thief.path, await keptForms(applicant.accountId)]).toEqual([ENDED, 0]);
    const idle = await open(); // over by waiting when all others are ended
    portal.clock.advance(TOO_LATE);
    const owner = await signIn(portal, applicant);
    await open();
    await owner.visit(href('accountSignIns', 'en'));
    await owner.press('End all others');
    await idle.pressEnter('name');
    expect([idle.path, await keptForms(applicant.accountId)]).toEqual([ENDED, 0]);
    const late = await open();
    await owner.visit(href('accountNotMe', 'en'));
    await owner.press('Close my account');
    await late.pressEnter('name');
    expect([late.path, await keptForms(applicant.accountId)]).toEqual([ENDED, 0]);
  });

  it('comes from another window after its person has signed in again: the page is back filled in, not sent; of another account it is refused', async () => {
    const [applicant, other] = [await anApplicant(portal), await anApplicant(portal)];
    const page = href('presence', 'en', { person: applicant.personId });
    const open = async (browser: Visitor): Promise<Visitor> => {
      const window = await windowOf(browser).visit(page);
      window.tick('agreed').fill({ name: 'Typed In Another Window', password: applicant.password });
      return window;
    };
    let browser = await signIn(portal, applicant);
    const [late, later, last, stranger] = [await open(browser), await open(browser), await open(browser), await open(browser)];
    portal.clock.advance(TOO_LATE);
    await browser.visit(page);
    await again(browser, applicant);
    share(browser, late);
    await late.press('Sign my declaration');
    expect([late.status, late.path, late.text.includes(NOT_SENT)]).toEqual([200, page, true]);
    expect([late.isTicked('agreed'), late.value('name'), late.value('password')]).toEqual([true, 'Typed In Another Window', '']);

    share(await signIn(portal, other), stranger);
    await stranger.press('Sign my declaration');
    expect([stranger.status, stranger.html.includes('Typed In Another Window')]).toEqual([403, false]);

    share(browser, later);
    await later.press('Sign out'); // needs nothing but who asks
    expect(later.heading).toBe('You have signed out');
    await browser.visit(page);
    expect(browser.path).not.toBe(page);

    // under a new id, since the password is another
    browser = await signIn(portal, applicant);
    await browser.visit(href('accountPassword', 'en'));
    const replaced = await open(browser);
    await browser.fill({ currentPassword: applicant.password, newPassword: 'four slow barges upstream' }).press('Save my new password');
    share(browser, replaced);
    share(browser, last); // of a session that was over before the password was another
    for (const window of [replaced, last]) {
      await window.press('Sign my declaration');
      expect([window.path, window.text.includes(NOT_SENT), window.value('name')]).toEqual([page, true, 'Typed In Another Window']);
    }
    expect(await portal.sql('select 1 from presence_declaration where person_id = $1', [applicant.personId])).toEqual([]);
  });

  it('to sign in, in a second window of somebody who has signed in by then, leads in as well', async () => {
    const applicant = await anApplicant(portal);
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    const second = await windowOf(browser).visit(href('signIn', 'en'));
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    share(browser, second);
    await second.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect([second.status, second.path]).toEqual([200, browser.path]);
  });

  it('waits with the nine others that are newest, however many pages there are', () => {
    const req = { session: {} } as Request;
    for (const page of ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '10'])
      keepDraft(req, `/${page}`, { values: { words: page }, judged: false });
    expect(Object.entries(req.session.drafts ?? {}).map(([page, { values }]) => `${page} ${String(values.words)}`)).toEqual(
      ['2', '3', '4', '5', '6', '7', '8', '9', '0', '10'].map((page) => `/${page} ${page}`),
    );
  });

  it('of a visitor stays with the visit: the toggle of a page for signing in keeps the name typed', async () => {
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    browser.fill({ username: 'k7mx-4qtr-p2', password: 'typed but never kept' });
    portal.clock.advance(2 * 60 * MINUTE + SECOND);
    await browser.press('Français');
    expect([browser.status, browser.path]).toEqual([200, href('signIn', 'fr')]);
    expect([browser.value('username'), browser.value('password')]).toEqual(['k7mx-4qtr-p2', '']);
  });

  it('that asked to sign out finds that it is signed out', async () => {
    const browser = await signIn(portal, await anApplicant(portal));
    portal.clock.advance(TOO_LATE);
    await browser.press('Sign out');
    expect(browser.heading).toBe('You have signed out');
  });
});

describe('every route that takes a form', () => {
  it('does nothing with one that comes too late, and leads its sender to sign in, then back to its page', async () => {
    const applicant = await anApplicant(portal);
    const people: Record<Exclude<ActorKind, 'newcomer' | 'entrant'>, Someone> = {
      applicant,
      representative: await aRepresentativeOf(portal, applicant),
      officer: await anOfficer(portal),
    };
    const kinds = Object.keys(people) as (keyof typeof people)[];
    const wrong: string[] = [];
    let tried = 0;
    for (const { verb, route, access } of handlersOf(portal)) {
      if (verb !== 'POST' || !route || typeof access !== 'object') continue;
      const kind = kinds.find((one) => may(one, access.permission));
      if (!kind) continue; // the first password: nothing of it is kept
      tried++;
      const path = ROUTES[route].en.replace(/:\w+/g, () => randomUUID());
      const browser = await signIn(portal, people[kind]);
      portal.clock.advance(TOO_LATE);
      const before = await everyRow(portal);
      await browser.forge(path, { note: 'a marker' });
      const after = await everyRow(portal);
      if (browser.path !== ENDED) wrong.push(`${path}: ${browser.status} ${browser.path}`);
      for (const table of Object.keys(before))
        if (table !== 'kept_form' && after[table] !== before[table]) wrong.push(`${path} changed ${table}`);
      await browser.follow('Sign in again');
      await browser.fill({ username: people[kind].username, password: people[kind].password }).press('Sign in');
      if (kind === 'officer') await browser.fill({ oneTimeCode: await codeFor(portal, people[kind].username) }).press('Continue');
      const led = browser.trail.some((step) => step.method === 'GET' && step.path === path);
      if (led !== hasPage(route)) wrong.push(`${path}: back on ${browser.trail.map((step) => step.path).join(' → ')}`);
      portal.clock.advance(MINUTE);
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(20);
  });

  it('that needs none is answered all the same: a page for signing in that stood open overnight, or a second press', async () => {
    const applicant = await anApplicant(portal);
    const browser = await portal.visitor().visit(href('signIn', 'en'));
    portal.clock.advance(TOO_LATE);
    browser.fill({ username: applicant.username, password: applicant.password });
    await Promise.all([browser.press('Sign in'), browser.press('Sign in')]);
    expect([browser.status, browser.path]).toEqual([200, href('confirmation', 'en')]);
    const forgetful = await portal.visitor().visit(href('passwordReset', 'en'));
    portal.clock.advance(TOO_LATE);
    await forgetful.fill({ usernameOrEmail: applicant.username }).press('Email me a link');
    expect([forgetful.status, forgetful.heading]).toEqual([200, 'Check your email']);
  });
});
