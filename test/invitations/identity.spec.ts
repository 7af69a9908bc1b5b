import { MINUTE, SECOND } from '../../src/clock.js';
import type { Language } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { VISIT_IDLE } from '../../src/sessions/session.rules.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anApplicant, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { anInvited, beginReply, goOn, openLink, sendAgain, showIdentity } from './invited.js';

const NO_MATCH = 'This date of birth and application number do not match our invitation. Check both and try again.';

/** PORTAL.md 4: before anything personal is shown the reader gives date of birth and application number, with few tries. */
describe('the identity check of an invitation', () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await aPortal();
  });
  afterAll(() => portal.close());

  it('shows nothing personal before', async () => {
    const invited = await anInvited(portal);
    const { html } = await openLink(portal, invited);
    const { familyName, givenNames, uci, placeOfBirth } = invited.facts;
    for (const secret of [familyName, givenNames, uci, placeOfBirth, invited.email, invited.caseNumber, invited.contactAddress])
      expect(html).not.toContain(secret);
  });

  it.each(['replyWho', 'replyFacts', 'replyEmail', 'replyCheck', 'replySent', 'replyRepresentative'] as const)(
    'without it, %s says to open the link in the mail again',
    async (route) => {
      for (const [language, heading] of [
        ['en', 'Open the link in our email again'],
        ['fr', 'Ouvrez de nouveau le lien de notre courriel'],
      ] as const) {
        const page = await portal.visitor().visit(href(route, language));
        expect([page.status, page.heading]).toEqual([403, heading]);
      }
    },
  );

  it('takes the number as people write it', async () => {
    const invited = await anInvited(portal);
    const browser = await openLink(portal, invited);
    await showIdentity(browser, { dateOfBirth: '1988-3-27', caseNumber: ` ${invited.caseNumber.toLowerCase().replace(/(...)/g, '$1 ')}` });
    expect(browser.path).toBe(href('replyWho', 'en'));
  });

  it('never says which of the two was wrong', async () => {
    const invited = await anInvited(portal);
    const elsewhere = await anInvited(portal, { facts: { dateOfBirth: '1970-01-01' } });
    const { dateOfBirth } = invited.facts;
    for (const wrong of [
      { dateOfBirth: '1988-03-28', caseNumber: invited.caseNumber },
      { dateOfBirth, caseNumber: 'E999999999' },
      { dateOfBirth: '1970-01-01', caseNumber: elsewhere.caseNumber },
    ]) {
      const browser = await openLink(portal, invited);
      await showIdentity(browser, wrong);
      expect(browser.status).toBe(422);
      expect(browser.errors()).toEqual({ dateOfBirth: NO_MATCH });
      expect(browser.value('applicationNumber')).toBe(wrong.caseNumber);
    }
    expect(await portal.sql('select id from reply where invitation_id = $1', [invited.invitationId])).toEqual([]);
  });

  it('a fifth wrong try is the last: then even the right details wait, and the page says how long', async () => {
    const invited = await anInvited(portal);
    const right = { dateOfBirth: invited.facts.dateOfBirth, caseNumber: invited.caseNumber };
    const at = (address: string, language: Language = 'en') =>
      portal.visitor({ language, headers: { 'X-Forwarded-For': address } }).visit(href('invitation', language, { token: invited.token }));
    for (let tries = 0; tries < LIMITS.identityChecks.points; tries++) {
      const browser = await at('203.0.113.7'); // a new browser each time, at one address
      await showIdentity(browser, { ...right, dateOfBirth: '1988-03-01' });
      expect(browser.status).toBe(422);
    }
    const browser = await at('203.0.113.7');
    await showIdentity(browser, right);
    expect([browser.status, browser.heading]).toEqual([429, 'Please wait before you try again']);
    expect(browser.lead).toBe(`You can try again in ${LIMITS.identityChecks.minutes} minutes.`);
    expect(browser.headers['retry-after']).toBe(String((LIMITS.identityChecks.minutes * MINUTE) / SECOND));
    const french = await at('203.0.113.7', 'fr');
    await showIdentity(french, right);
    expect(french.lead).toBe(`Vous pourrez essayer de nouveau dans ${LIMITS.identityChecks.minutes} minutes.`);
    // nobody who has the link as well keeps the owner out at another address
    expect((await beginReply(portal, invited)).path).toBe(href('replyWho', 'en'));
    // somebody else's invitation is not held up
    expect((await beginReply(portal, await anInvited(portal))).status).toBe(200);
  });

  it('right details forget the wrong tries before', async () => {
    const invited = await anInvited(portal);
    for (let round = 0; round < 2; round++) {
      for (let tries = 0; tries < LIMITS.identityChecks.points - 1; tries++) {
        await showIdentity(await openLink(portal, invited), { dateOfBirth: '1950-01-01', caseNumber: 'E1' });
      }
      expect((await beginReply(portal, invited)).path).toBe(href('replyWho', 'en'));
    }
  });

  it('gives the visitor a new session, so that one planted before shows nothing', async () => {
    const invited = await anInvited(portal);
    const browser = await openLink(portal, invited);
    const before = browser.cookies.header;
    await showIdentity(browser, { dateOfBirth: invited.facts.dateOfBirth, caseNumber: invited.caseNumber });
    expect(browser.status).toBe(200);
    expect(browser.cookies.header).not.toBe(before);
    const planted = await portal.visitor().raw('GET', href('replyFacts', 'en'), { Cookie: before });
    expect(planted.status).toBe(403);
  });

  it('ends two hours after the last page; the answers are kept, and the link leads back to them', async () => {
    const invited = await anInvited(portal);
    const browser = await beginReply(portal, invited);
    await goOn(browser.choose('who', 'applicant'));
    const time = portal.clock.now();
    portal.clock.advance(VISIT_IDLE + SECOND);
    await browser.reload();
    expect(browser.status).toBe(403);
    const again = await beginReply(portal, invited);
    expect(again.isTicked('who', 'applicant')).toBe(true);
    await again.visit(href('replyFacts', 'en'));
    expect(again.heading).toBe('Check your details');
    portal.clock.moveTo(time);
  });

  it('counts only for the link it was passed with: a newer invitation ends the visit', async () => {
    const invited = await anInvited(portal);
    const browser = await beginReply(portal, invited);
    portal.clock.advance(SECOND);
    await sendAgain(portal, invited);
    await browser.reload();
    expect([browser.status, browser.heading]).toEqual([403, 'Open the link in our email again']);
  });

  it('is not for a representative who is signed in', async () => {
    const representative = await aRepresentativeOf(portal, await anApplicant(portal));
    const invited = await anInvited(portal);
    const browser = await signIn(portal, representative);
    await browser.visit(href('invitation', 'en', { token: invited.token }));
    expect(browser.status).toBe(403);
  });
});
