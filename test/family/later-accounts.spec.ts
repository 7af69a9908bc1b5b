import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { Confirmation } from '../../src/confirmation/confirmation.entity.js';
import { Returns } from '../../src/confirmation/returns.js';
import { DAY } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import type { Visitor } from '../../tools/visitor.js';
import { press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { BORN, inviteFamily, openPrincipalsAccount, replyForFamily } from '../support/family.js';
import { theMail } from '../support/mailbox.js';
import { anOfficer, PASSWORD } from '../support/people.js';
import { signIn } from '../support/sign-in.js';

const SPOUSE = { relation: 'spouse', givenNames: 'Odo', born: BORN.adult } as const;
const OF_AGE = { relation: 'child', givenNames: 'Rue', born: BORN.ofAge } as const;

/** An account made long after the reply: what was said since counts, not the reply. */
describe('a later account of a family', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeEach(async () => {
    portal = await aPortal();
    officer = await signIn(portal, await anOfficer(portal));
  });
  afterEach(() => portal.close());

  it('is mailed to the address that replaced the shared one, never to the mailbox that its owner gave up', async () => {
    const family = await inviteFamily(portal, officer, [OF_AGE]);
    await replyForFamily(portal, family, [{ address: 'principal' }]);
    await openPrincipalsAccount(officer, family);
    const first = theMail(await portal.deliverMail(), 'temporary-password');
    const principal = portal.visitor();
    await principal.visit(href('signIn', 'en'));
    await principal.fill({ username: String(first.payload.username), password: String(first.payload.password) }).press('Sign in');
    await principal.fill({ newPassword: PASSWORD }).press('Save my password');
    await principal.visit(href('signIn', 'en'));
    await principal.fill({ username: String(first.payload.username), password: PASSWORD }).press('Sign in');
    await principal.visit(href('accountEmail', 'en'));
    await principal.fill({ email: 'replaced@mail.example', password: PASSWORD }).press('Send me the link');
    await principal.visit(theMail(await portal.deliverMail(), 'email-change-link').link);
    await principal.press('Use this address');
    await portal.deliverMail();
    const followed = await portal.em().find(AuditEvent, { action: 'email.followed' });
    expect(followed.map(({ subject, caseFile, details }) => [subject, caseFile, details])).toEqual([
      [family.ids[OF_AGE.givenNames], family.caseId, {}],
    ]);
    await officer.visit(href('adminCaseHistory', 'en', { case: family.caseId }));
    expect(officer.text).toContain('The email address was changed together with the one it was shared with.');

    await officer.visit(href('adminCase', 'en', { case: family.caseId }));
    await officer.press('Offer an account of their own');
    expect(theMail(await portal.deliverMail(), 'temporary-password').to).toBe('replaced@mail.example');
    await officer.visit(href('adminCase', 'en', { case: family.caseId }));
    expect(officer.text).not.toContain(family.given.email);
  });

  it('does not bring back an absence that the portal has asked about since', async () => {
    const family = await inviteFamily(portal, officer, [SPOUSE]);
    await replyForFamily(portal, family, [{ abroad: true }]);
    await openPrincipalsAccount(officer, family);
    const presence = async () => (await portal.em().findOneOrFail(Confirmation, { person: family.ids.Odo ?? '' })).presence;
    expect(await presence()).toBe('abroad');
    portal.clock.advance(40 * DAY);
    expect(await portal.get(Returns).ask(portal.clock.now())).toBe(1);
    officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: family.caseId }));
    await press(officer, 'createAccount');
    const after = await portal.em().findOneOrFail(Confirmation, { person: family.ids.Odo ?? '' });
    expect([after.presence, after.returnOn ?? null, after.returnAskedAt === null]).toEqual(['not_started', null, false]);
  });

  it('nobody goes abroad until a day that has passed', async () => {
    const family = await inviteFamily(portal, officer, [SPOUSE]);
    await replyForFamily(portal, family, [{ abroad: true }]);
    portal.clock.advance(40 * DAY);
    officer = await signIn(portal, await anOfficer(portal));
    await openPrincipalsAccount(officer, family);
    expect((await portal.em().findOneOrFail(Confirmation, { person: family.ids.Odo ?? '' })).presence).toBe('not_started');
  });
});
