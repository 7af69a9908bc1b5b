import type { SessionData } from 'express-session';
import pg from 'pg';
import { MINUTE } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { Vault } from '../../src/privacy/vault.js';
import { SessionStore } from '../../src/sessions/session-store.js';
import { POOL } from '../../src/tokens.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const HOME = href('confirmation', 'en');

describe('a session', () => {
  let portal: TestPortal;
  beforeEach(async () => {
    portal = await aPortal({ clock: new TestClock() });
  });
  afterEach(() => portal.close());

  it('gets a new id at sign-in; the old one is worth nothing', async () => {
    const applicant = await anApplicant(portal);
    const thief = portal.visitor();
    await thief.visit(href('signIn', 'en'));
    const planted = thief.cookies.get('__Host-session') ?? '';
    const browser = portal.visitor();
    browser.cookies.set('__Host-session', planted);
    await browser.visit(href('signIn', 'en'));
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(browser.path).toBe(HOME);
    expect(browser.cookies.get('__Host-session')).not.toBe(planted);
    await thief.visit(HOME);
    expect(thief.path).not.toBe(HOME);
  });

  it('ends after 15 minutes without a request, and not before', async () => {
    const browser = await signIn(portal, await anApplicant(portal));
    portal.clock.advance(15 * MINUTE - 1000);
    await browser.visit(HOME);
    expect(browser.path).toBe(HOME);
    portal.clock.advance(15 * MINUTE - 1000);
    await browser.visit(HOME);
    expect(browser.path).toBe(HOME);
    portal.clock.advance(15 * MINUTE + 1000);
    await browser.visit(HOME);
    expect(browser.heading).toBe('Your session has ended');
  });

  it.each([
    ['an applicant', 12 * 60, async () => anApplicant(portal)],
    ['an officer', 8 * 60, async () => anOfficer(portal)],
  ])('of %s ends after %d minutes in all, however busy', async (_who, minutes, someone) => {
    const browser = await signIn(portal, await someone());
    const home = browser.path;
    for (let minute = 0; minute < minutes - 10; minute += 10) {
      portal.clock.advance(10 * MINUTE);
      await browser.visit(home);
      if (browser.path !== home) throw new Error(`ended after ${minute + 10} minutes: ${browser.heading}`);
    }
    portal.clock.advance(11 * MINUTE);
    await browser.visit(home);
    expect(browser.path).not.toBe(home);
  });

  it('is dead on the server once signed out, and Back shows nothing stored', async () => {
    const browser = await signIn(portal, await anApplicant(portal));
    const kept = browser.cookies.get('__Host-session') ?? '';
    expect(browser.headers['cache-control']).toContain('no-store');
    await browser.press('Sign out');
    expect(browser.heading).toBe('You have signed out');
    const replay = portal.visitor();
    replay.cookies.set('__Host-session', kept);
    await replay.visit(HOME);
    expect(replay.path).not.toBe(HOME);
  });

  it('that can’t be read for a moment is there afterwards: nobody is signed out by an outage', async () => {
    const browser = await signIn(portal, await anApplicant(portal));
    const owner = new pg.Client({ connectionString: portal.database.migrationDatabaseUrl });
    await owner.connect();
    await owner.query('revoke select on session from portal_app; grant select (id_hash) on session to portal_app'); // may still be deleted
    await browser.visit(HOME);
    expect(browser.status).toBe(500);
    await owner.query('grant select on session to portal_app');
    await owner.end();
    await browser.visit(HOME);
    expect([browser.status, browser.path]).toEqual([200, HOME]);
  });

  it('that was ended while a request was under way is not brought back by that request', async () => {
    const browser = await signIn(portal, await anApplicant(portal));
    const id = decodeURIComponent(browser.cookies.get('__Host-session') ?? '').replace(/^s:([^.]+)\..*$/, '$1');
    const store = new SessionStore(portal.get<pg.Pool>(POOL as never), portal.get(Vault), portal.clock);
    const read = await new Promise<SessionData>((done) => store.get(id, (_fault, found) => done(found as SessionData)));
    expect(read.passport?.user.actor.kind).toBe('applicant');
    await browser.press('Sign out');
    await new Promise<unknown>((done) => store.set(id, { ...read, returnTo: '/en/account' }, done));
    expect(await new Promise((done) => store.get(id, (_fault, found) => done(found)))).toBeNull();
  });

  it('ends at once when the account is suspended', async () => {
    const applicant = await anApplicant(portal);
    const browser = await signIn(portal, applicant);
    await portal.sql(`update account set state = 'suspended' where id = $1`, [applicant.accountId]);
    await browser.visit(HOME);
    expect(browser.path).not.toBe(HOME);
  });

  it('leads back to the page that was asked for', async () => {
    const applicant = await anApplicant(portal);
    const status = href('status', 'en', { person: applicant.personId });
    const browser = portal.visitor();
    await browser.visit(status);
    expect(browser.heading).toBe('Sign in');
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(browser.path).toBe(status);
  });

  it('leads home who went back to the page of a first sign-in, which is over', async () => {
    const applicant = await anApplicant(portal);
    const browser = await portal.visitor().visit(href('firstSignIn', 'en'));
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect([browser.status, browser.path]).toEqual([200, HOME]);
  });

  it('leads back to a page, never to a picture that a page was still waiting for', async () => {
    const applicant = await anApplicant(portal);
    const status = href('status', 'en', { person: applicant.personId });
    const picture = href('photoPicture', 'en', { person: applicant.personId, attempt: applicant.personId, picture: 'grey' });
    const browser = await portal.visitor().visit(status);
    await browser.raw('GET', picture, { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Site': 'same-origin' });
    await browser.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(browser.path).toBe(status);
  });

  it('leaves nothing behind: the next one that begins sweeps up those that are over', async () => {
    await signIn(portal, await anApplicant(portal));
    await portal.visitor().visit(href('signIn', 'en'));
    portal.clock.advance(3 * 60 * MINUTE);
    await portal.visitor().visit(href('signIn', 'en'));
    // whose it was is known for a day, and nothing of what was in it
    const left = 'select account_id is null as visitor, data is null as wiped from session order by 1';
    expect(await portal.sql(left)).toEqual([
      { visitor: false, wiped: true },
      { visitor: true, wiped: false },
    ]);
    portal.clock.advance(24 * 60 * MINUTE);
    await portal.visitor().visit(href('signIn', 'en'));
    expect(await portal.sql(left)).toEqual([{ visitor: true, wiped: false }]);
  });

  it('says on each page when it ends, in Eastern Time', async () => {
    portal.clock.moveTo(new Date('2026-11-23T20:00:00Z'));
    const browser = await signIn(portal, await anApplicant(portal));
    expect(browser.text).toContain('your session ends at 3:15 pm Eastern Time');
  });
});

describe('a session’s last use', () => {
  it('is written once a minute at most, and the page names the end that is true', async () => {
    const portal = await aPortal({ clock: new TestClock() });
    const browser = await signIn(portal, await anApplicant(portal));
    const seen = async () =>
      (await portal.sql<{ seen_at: Date }>('select seen_at::text as seen_at from session where account_id is not null'))[0]?.seen_at;
    const first = await seen();
    portal.clock.advance(59_000);
    await browser.visit(HOME);
    expect(await seen()).toBe(first);
    expect(browser.text).toContain('10:15');
    portal.clock.advance(1000);
    await browser.visit(HOME);
    expect(await seen()).not.toBe(first);
    expect(browser.text).toContain('10:16');
    await portal.close();
  });
});
