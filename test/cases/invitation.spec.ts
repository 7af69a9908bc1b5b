import { Account } from '../../src/accounts/account.entity.js';
import { DAY, SECOND } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { Vault } from '../../src/privacy/vault.js';
import type { Visitor } from '../../tools/visitor.js';
import { replyTo, type Invited } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { theMail } from '../support/mailbox.js';
import { anApplicant, anOfficer, aRepresentativeOf } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { aCaseToOpen, invite, openCase, press } from './intake.js';

describe('sending an invitation', () => {
  let portal: TestPortal;
  let officer: Visitor;
  beforeEach(async () => {
    portal ??= await aPortal();
    officer = await signIn(portal, await anOfficer(portal)); // the clock moves on, and sessions end
  });
  afterAll(() => portal.close());

  const linkOf = (token: unknown): string => href('invitation', 'en', { token: String(token) });

  it.each(['en', 'fr'] as const)('mails a link to the person, in the language of the case (%s)', async (language) => {
    const given = aCaseToOpen({ language });
    const caseId = await openCase(officer, given);
    const mail = await invite(portal, officer);
    expect(mail).toMatchObject({ to: given.email, language });
    expect(mail.payload).toMatchObject({
      name: 'Thessaly Brambleworth',
      caseNumber: given.number,
      contact: given.contactAddress,
      days: 30,
    });
    expect(officer.path).toBe(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toContain('It can be answered until December 23, 2026 at 10 am, Eastern Time');
    expect((await portal.visitor().visit(mail.link)).status).toBe(200);
    const [row] = await portal.sql('select token_hash from invitation where case_file_id = $1', [caseId]);
    expect(String(row?.token_hash)).not.toContain(String(mail.payload.token));
  });

  it('sent again, it has a new link, and the former link is dead', async () => {
    await openCase(officer, aCaseToOpen());
    const first = await invite(portal, officer);
    await press(officer, 'sendAgain');
    const second = theMail(await portal.deliverMail(), 'invitation');
    expect(second.payload.token).not.toBe(first.payload.token);
    expect((await portal.visitor().visit(linkOf(first.payload.token))).status).toBe(404);
    expect((await portal.visitor().visit(linkOf(second.payload.token))).status).toBe(200);
  });

  it('is one mail, however often the button is pressed at once, and an old page sends no second one', async () => {
    await openCase(officer, aCaseToOpen());
    for (const button of ['send', 'sendAgain'] as const) {
      const pressed = officer.$('form[action*="invitation"]').attr('action') ?? '';
      const body = new URLSearchParams({ _csrf: officer.csrfToken }).toString();
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
      const answers = await Promise.all(Array.from({ length: 5 }, () => officer.raw('POST', pressed, headers, body)));
      expect([button, answers.map(({ status }) => status).sort()]).toEqual([button, [303, 409, 409, 409, 409]]);
      const [mail, ...others] = await portal.deliverMail();
      expect(others).toEqual([]);
      expect((await portal.visitor().visit(mail?.link ?? '')).status).toBe(200);
      await officer.reload();
    }
  });

  it('can be sent again after it was answered by nobody', async () => {
    const caseId = await openCase(officer, aCaseToOpen());
    await invite(portal, officer);
    portal.clock.advance(30 * DAY + SECOND);
    officer = await signIn(portal, await anOfficer(portal));
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toMatch(/not answered by /);
    await press(officer, 'sendAgain');
    const mail = theMail(await portal.deliverMail(), 'invitation');
    expect((await portal.visitor().visit(mail.link)).status).toBe(200);
  });

  it('is not sent again once it was answered: 409, and no mail', async () => {
    const given = aCaseToOpen();
    const caseId = await openCase(officer, given);
    const mail = await invite(portal, officer);
    await replyTo(portal, { ...given, caseNumber: given.number, token: String(mail.payload.token) } as unknown as Invited);
    await portal.deliverMail();
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.buttons()).not.toContain('Send the invitation again');
    await officer.forge(href('adminInvitation', 'en', { case: caseId }));
    expect(officer.status).toBe(409);
    expect(await portal.deliverMail()).toEqual([]);
  });

  it('never goes to a representative: 409 with the reason, and no mail (S32)', async () => {
    const somebody = await anApplicant(portal);
    const representative = await aRepresentativeOf(portal, somebody);
    const given = aCaseToOpen();
    const caseId = await openCase(officer, given);
    const em = portal.em();
    const account = await em.findOneOrFail(Account, { id: representative.accountId });
    account.email = given.email; // the same address, since the case was opened
    account.emailIndex = portal.get(Vault).index('email', given.email);
    await em.flush();
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    await press(officer, 'send');
    expect(officer.status).toBe(409);
    expect(officer.heading).toBe('The invitation was not sent');
    expect(officer.lead).toContain('belongs to a representative’s account');
    expect(await portal.deliverMail()).toEqual([]);
    await officer.follow('Back to the case');
    expect(officer.text).toContain('Not sent yet');
  });

  it('a case that does not exist is 404', async () => {
    for (const caseId of ['nothing', crypto.randomUUID()]) {
      expect((await officer.visit(href('adminCase', 'fr', { case: caseId }))).status).toBe(404);
      await officer.visit(href('adminCases', 'fr'));
      expect((await officer.forge(href('adminInvitation', 'fr', { case: caseId }))).status).toBe(404);
    }
  });
});
