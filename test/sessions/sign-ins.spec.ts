import { DAY, MINUTE, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, anOfficer, aRepresentativeOf, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const FIREFOX = { headers: { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0' } };
const SAFARI = {
  headers: {
    'User-Agent':
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  },
};
const PAGE = href('accountSignIns', 'en');

let portal: TestPortal;
beforeEach(async () => {
  portal = await aPortal();
});
afterEach(() => portal.close());

const rows = (browser: Visitor, table: number): string[] =>
  browser
    .$('table')
    .eq(table)
    .find('tbody tr')
    .toArray()
    .map((row) => browser.$(row).text().replace(/\s+/g, ' ').trim());

describe('“Sign-ins and devices”', () => {
  it('shows the sessions that are open, this one marked, each with its device and its times in Eastern Time', async () => {
    const applicant = await anApplicant(portal);
    await signIn(portal, applicant, SAFARI);
    portal.clock.advance(5 * MINUTE);
    const browser = await signIn(portal, applicant, FIREFOX);
    portal.clock.advance(3 * MINUTE);
    await browser.visit(PAGE);
    expect(browser.heading).toBe('Sign-ins and devices');
    const [own, other] = rows(browser, 0);
    expect(own).toMatch(
      /^Firefox on Windows ?November 23, 2026 at 10:05 am, Eastern Time ?November 23, 2026 at 10:08 am, Eastern Time ?This session$/,
    );
    expect(other).toMatch(/^Safari on an iPhone ?November 23, 2026 at 10 am, Eastern Time/);
    expect(browser.text).not.toContain('10.0.'); // nobody's network address
  });

  it.each<[string, () => Promise<Someone>]>([
    ['an applicant', () => anApplicant(portal)],
    ['a representative', async () => aRepresentativeOf(portal, await anApplicant(portal))],
    ['an officer', () => anOfficer(portal)],
  ])('is there for %s, and leads there from every page', async (_who, someone) => {
    const browser = await signIn(portal, await someone(), FIREFOX);
    await browser.follow('Sign-ins and devices');
    expect([browser.status, browser.path]).toEqual([200, PAGE]);
    expect(rows(browser, 1)).toHaveLength(1);
  });

  it('is closed to a temporary password, which opens one page only', async () => {
    const browser = await signIn(portal, await anApplicant(portal, { stage: 'temporary' }));
    await browser.visit(PAGE);
    expect(browser.path).toBe(href('firstSignIn', 'en'));
  });

  it('lists the sign-ins of 90 days, refused ones too, and none of before', async () => {
    const applicant = await anApplicant(portal);
    await signIn(portal, applicant, SAFARI);
    portal.clock.advance(90 * DAY + SECOND);
    const stranger = await portal.visitor(SAFARI).visit(href('signIn', 'en'));
    await stranger.fill({ username: applicant.username, password: 'not the password at all' }).press('Sign in');
    portal.clock.advance(MINUTE);
    const browser = await signIn(portal, applicant, FIREFOX);
    await browser.visit(PAGE);
    expect(rows(browser, 1)).toEqual([
      expect.stringMatching(/^Firefox on Windows.*Signed in$/),
      expect.stringMatching(/^Safari on an iPhone.*Refused/),
    ]);
  });

  it('keeps devices sealed in the database', async () => {
    await signIn(portal, await anApplicant(portal), FIREFOX);
    const [row] = await portal.sql<{ session: Buffer; event: Buffer }>(
      'select s.device as session, e.device as event from session s, sign_in_event e where s.account_id = e.account_id',
    );
    expect(row?.session.toString('latin1')).not.toContain('Firefox');
    expect(row?.event.toString('latin1')).not.toContain('Firefox');
  });
});

describe('ending sessions', () => {
  it('“End this one” ends that one at its next request, and the two others go on', async () => {
    const applicant = await anApplicant(portal);
    const [own, lost, third] = [
      await signIn(portal, applicant, FIREFOX),
      await signIn(portal, applicant, SAFARI),
      await signIn(portal, applicant),
    ];
    await own.visit(PAGE);
    await own.press('End this one, Safari on an iPhone, begun November 23, 2026 at 10 am, Eastern Time');
    expect(own.text).toContain('That session has ended.');
    await lost.visit(href('confirmation', 'en'));
    expect(lost.heading).toBe('Your session has ended');
    for (const browser of [own, third]) expect((await browser.visit(href('confirmation', 'en'))).path).toBe(href('confirmation', 'en'));
  });

  it('pressed twice from an old page it ends nothing more, and says the same', async () => {
    const applicant = await anApplicant(portal);
    const own = await signIn(portal, applicant, FIREFOX);
    await signIn(portal, applicant, SAFARI);
    await own.visit(PAGE);
    const form = own.$('form[action*="/end"]').first().attr('action') ?? '';
    const press = () =>
      own.raw(
        'POST',
        form,
        { 'Sec-Fetch-Site': 'same-origin', Origin: portal.address, 'Content-Type': 'application/x-www-form-urlencoded' },
        `_csrf=${encodeURIComponent(own.csrfToken)}`,
      );
    const answers = [await press(), await press()];
    expect(answers.map(({ status, headers }) => [status, headers.location])).toEqual(Array(2).fill([303, `${PAGE}?ended=one`]));
    expect(await portal.sql(`select count(*)::int as events from audit_event where action = 'session.ended'`)).toEqual([{ events: 1 }]);
  });

  it('“End all others” leaves this one alone', async () => {
    const applicant = await anApplicant(portal);
    const others = [await signIn(portal, applicant), await signIn(portal, applicant)];
    const own = await signIn(portal, applicant);
    await own.visit(PAGE);
    await own.press('End all others');
    expect(own.text).toContain('All other sessions have ended.');
    expect(rows(own, 0)).toHaveLength(1);
    for (const browser of others) expect((await browser.visit(PAGE)).heading).toBe('Your session has ended');
  });

  it('ends none of somebody else’s, whatever address is typed', async () => {
    const [applicant, other] = [await anApplicant(portal), await anApplicant(portal)];
    const theirs = await signIn(portal, other);
    const [row] = await portal.sql<{ key: string }>(`select encode(id_hash, 'hex') as key from session where account_id = $1`, [
      other.accountId,
    ]);
    const own = await signIn(portal, applicant);
    await own.raw(
      'POST',
      href('accountSessionEnd', 'en', { session: row?.key ?? '' }),
      { 'Sec-Fetch-Site': 'same-origin', Origin: portal.address, 'Content-Type': 'application/x-www-form-urlencoded' },
      `_csrf=${encodeURIComponent(own.csrfToken)}`,
    );
    expect((await theirs.visit(PAGE)).heading).toBe('Sign-ins and devices');
  });

  it('an officer sees how many are open, and ends one or all', async () => {
    const applicant = await anApplicant(portal);
    const first = await signIn(portal, applicant);
    portal.clock.advance(2 * MINUTE);
    const second = await signIn(portal, applicant);
    const officer = await signIn(portal, await anOfficer(portal), FIREFOX);
    await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
    expect(officer.text).toContain('2 sessions are open.');
    await officer.follow('See and end sessions');
    expect(officer.text).not.toMatch(/Firefox|Windows/);
    await officer.press('End this one, begun November 23, 2026 at 10 am, Eastern Time');
    expect((await first.visit(PAGE)).heading).toBe('Your session has ended');
    expect((await second.visit(PAGE)).heading).toBe('Sign-ins and devices');
    await officer.press('End all');
    expect(officer.text).toContain('No session of this account is open now.');
    expect((await second.visit(PAGE)).heading).toBe('Your session has ended');
    const events = await portal.sql(`select actor_kind, case_file from audit_event where action = 'session.ended'`);
    expect(events).toEqual(Array(2).fill({ actor_kind: 'officer', case_file: applicant.caseId }));
  });

  it('an officer ends those of a representative from the case where they are let in, and nowhere else', async () => {
    const [applicant, stranger] = [await anApplicant(portal), await anApplicant(portal)];
    const representative = await aRepresentativeOf(portal, applicant);
    const first = await signIn(portal, representative);
    portal.clock.advance(2 * MINUTE);
    const second = await signIn(portal, representative);
    const officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'fr', { case: stranger.caseId }));
    expect(officer.text).toContain('Personne d’autre ne peut voir où en est ce dossier.');
    const elsewhere = href('adminRepresentativeSessions', 'en', { case: stranger.caseId, representative: representative.accountId });
    expect((await officer.visit(elsewhere)).status).toBe(404);
    await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
    expect(officer.text).toContain('Perrin Aldous');
    await officer.follow('Sessions of the representative');
    await officer.press('End this one, begun November 23, 2026 at 10 am, Eastern Time');
    await officer.press('End all');
    expect(officer.text).toContain('No session of this account is open now.');
    for (const browser of [first, second]) expect((await browser.visit(PAGE)).heading).toBe('Your session has ended');
    const events = await portal.sql(`select actor_kind, subject, case_file from audit_event where action = 'session.ended'`);
    expect(events).toEqual(Array(2).fill({ actor_kind: 'officer', subject: representative.accountId, case_file: applicant.caseId }));
    // what happened to somebody else's account is not told to the applicant
    const theirs = await (await signIn(portal, applicant)).visit(href('accountActivity', 'en'));
    expect(theirs.text).not.toContain('Open sessions were ended');
  });
});

describe('a browser that is new to an account', () => {
  it('is told to its owner by mail, with its time and device, and no name; a known one is not', async () => {
    const applicant = await anApplicant(portal);
    const known = await signIn(portal, applicant, FIREFOX);
    expect(await portal.deliverMail()).toEqual([]); // the first of all
    await known.press('Sign out');
    await known.visit(href('signIn', 'en'));
    await known.fill({ username: applicant.username, password: applicant.password }).press('Sign in');
    expect(await portal.deliverMail()).toEqual([]);
    await signIn(portal, applicant, SAFARI);
    const [mail, ...more] = await portal.deliverMail();
    expect([mail?.template, mail?.to, more]).toEqual(['new-device', applicant.email, []]);
    expect(mail?.text).toContain('Safari on an iPhone');
    expect(mail?.text).toContain('Safari sur un iPhone');
    expect(mail?.text).toMatch(/November.23, 2026 at 10.am, Eastern Time/);
    expect(mail?.text).not.toContain(applicant.facts.familyName);
    expect(mail?.text).not.toContain(applicant.caseNumber);
    expect(mail?.link).toBe(PAGE);
  });

  it('is new to each account by itself, and the database can tell that two used it', async () => {
    const [one, other] = [await anApplicant(portal), await anApplicant(portal)];
    await signIn(portal, other, SAFARI);
    const shared = await signIn(portal, one, FIREFOX);
    await shared.press('Sign out');
    await shared.visit(href('signIn', 'en'));
    await shared.fill({ username: other.username, password: other.password }).press('Sign in');
    expect((await portal.deliverMail()).map(({ template, to }) => [template, to])).toEqual([['new-device', other.email]]);
    expect(await portal.sql('select count(*)::int as accounts from known_device group by device_hash having count(*) > 1')).toEqual([
      { accounts: 2 },
    ]);
  });

  it('is not told for a try that was refused', async () => {
    const applicant = await anApplicant(portal);
    await signIn(portal, applicant, FIREFOX);
    const stranger = await portal.visitor(SAFARI).visit(href('signIn', 'en'));
    await stranger.fill({ username: applicant.username, password: 'not the password at all' }).press('Sign in');
    expect(stranger.cookies.names).toEqual(['__Host-session']);
    expect(await portal.deliverMail()).toEqual([]);
  });
});
