import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Person } from '../../src/cases/person.entity.js';
import { MINUTE } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { BounceMailbox } from '../../src/mail/bounces/bounce-mailbox.js';
import { deliveryReport } from '../../src/mail/bounces/delivery-report.js';
import { Bounces } from '../../src/mail/bounces/bounces.js';
import { LONGEST_MESSAGE, mailboxMessages } from '../../src/mail/bounces/mailbox-messages.js';
import { MailBudget } from '../../src/mail/mail-budget.js';
import { MailViews } from '../../src/mail/mail-views.js';
import { WAITS_AFTER_FAILURE } from '../../src/mail/mail.rules.js';
import { Mailer } from '../../src/mail/mailer.js';
import { Outbox } from '../../src/mail/outbox.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { SmtpTransport } from '../../src/mail/transports.js';
import type { Visitor } from '../../tools/visitor.js';
import { aCaseToOpen, invite, openCase, press } from '../cases/intake.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { type Mail, theMail } from '../support/mailbox.js';
import { type Applicant, anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { anSmtpServer } from '../support/smtp-server.js';
import { PAYLOADS } from './payloads.js';
import { aBounce, mboxOf } from './bounce-messages.js';

/** PORTAL.md 3 and 6.6: mail that comes back. */
const TOKEN = 'a-token-of-the-mail-service-for-tests';
let portal: TestPortal;
let officer: Visitor;
beforeEach(async () => {
  portal = await aPortal({ environment: { BOUNCE_TOKEN: TOKEN } });
  officer = await signIn(portal, await anOfficer(portal));
});
afterEach(() => portal.close());

const HEADERS = { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}` };
const hook = (body: unknown, headers: Record<string, string> = HEADERS) =>
  portal.visitor().raw('POST', '/hooks/mail-bounces', headers, typeof body === 'string' ? body : JSON.stringify(body));
const receipt = (reference: string, status = 'permanent-failure') => ({
  id: '0b3a8a52-6d1f-4f0e-9a25-7f7c2d7a0001',
  reference,
  to: 'idris@mail.example',
  status,
  notification_type: 'email',
});
const keyOf = async ({ template }: Pick<Mail, 'template'>): Promise<string> =>
  (await portal.em().findOneOrFail(OutboxMessage, { template }, { orderBy: { id: 'desc' } })).id;

async function anInvitation(): Promise<{ caseId: string; mail: Mail; key: string; email: string }> {
  const given = aCaseToOpen();
  const caseId = await openCase(officer, given);
  const mail = await invite(portal, officer);
  return { caseId, mail, key: await keyOf(mail), email: given.email };
}

describe('an invitation that comes back', () => {
  it('is dead, waits for an officer, and goes to another address only after an identity check', async () => {
    const { caseId, mail, key } = await anInvitation();
    expect((await hook(receipt(key))).status).toBe(200);
    const reader = await portal.visitor().visit(mail.link);
    expect(reader.status).toBe(410);
    await officer.visit(`${href('adminQueue', 'en')}?what=mail`);
    expect(officer.text).toContain('Invitation that came back: check the address');
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toContain('could not be delivered');
    await officer.follow('Change the email address');
    await officer.fill({ email: 'thessaly.again@mail.example' }).press('Save the address');
    expect(officer.status).toBe(422);
    expect(officer.text).toContain('Say how you checked the identity');
    await officer.choose('check', 'telephone').fill({ email: 'thessaly.again@mail.example' }).press('Save the address');
    expect(officer.text).toContain('The address was changed. Now send the invitation again.');
    await press(officer, 'sendAgain');
    const second = theMail(await portal.deliverMail(), 'invitation');
    expect(second.to).toBe('thessaly.again@mail.example');
    expect((await portal.visitor().visit(second.link)).status).toBe(200);
    expect((await portal.visitor().visit(mail.link)).status).toBe(404);
    await officer.visit(`${href('adminQueue', 'en')}?what=mail`);
    expect(officer.text).toContain('Nothing of this kind waits.');
    // a report about the first mail that comes late says nothing of the second one
    expect((await hook(receipt(key))).status).toBe(200);
    expect((await portal.visitor().visit(second.link)).status).toBe(200);
    await officer.visit(href('adminCaseHistory', 'en', { case: caseId }));
    for (const words of ['The invitation could not be delivered', 'Another address for the invitation was given'])
      expect(officer.text).toContain(words);
  });

  it('that was given up, its mailbox full, waits for an officer; its link goes on working', async () => {
    const { mail, key, caseId } = await anInvitation();
    await hook(receipt(key, 'temporary-failure'));
    expect((await portal.visitor().visit(mail.link)).status).toBe(200);
    expect(await portal.em().findOneOrFail(OutboxMessage, { id: key })).toMatchObject({ bounce: 'undelivered' });
    await officer.visit(`${href('adminQueue', 'en')}?what=mail`);
    expect(officer.text).not.toContain('Nothing of this kind waits.');
    await officer.visit(href('adminCase', 'en', { case: caseId }));
    expect(officer.text).toContain('the mailbox may be full, and the address may be right');
    expect(String((await hook(receipt(key, 'temporary-failure'))).body)).toBe('{"outcome":"known"}');
    await hook(receipt(key));
    expect((await portal.visitor().visit(mail.link)).status).toBe(410);
  });

  it('takes no other address while it has not come back, nor one of somebody else’s case', async () => {
    const { caseId, key } = await anInvitation();
    const other = await anApplicant(portal, { stage: 'replied' });
    const [person] = await portal.sql<{ id: string }>('select id from person where case_file_id = $1', [caseId]);
    const page = href('adminEmail', 'en', { person: person?.id ?? '' });
    expect((await officer.visit(page)).status).toBe(404);
    await hook(receipt(key));
    await officer.visit(page);
    await officer.choose('check', 'telephone').fill({ email: other.email }).press('Save the address');
    expect(officer.status).toBe(422);
    expect(officer.text).toContain('it is used in another open case');
  });
});

describe('another mail that comes back', () => {
  let applicant: Applicant;
  let key: string;
  beforeEach(async () => {
    applicant = await anApplicant(portal, { stage: 'declared' });
    const em = portal.em();
    const person = await em.findOneOrFail(Person, { id: applicant.personId }, { populate: ['caseFile'] });
    key = portal.get(Outbox).add(em, 'declaration-received', person, PAYLOADS['declaration-received'], portal.clock.now());
    await em.flush();
    await portal.deliverMail();
  });
  const queue = async () => (await officer.visit(`${href('adminQueue', 'en')}?what=mail`)).text;

  it('waits for an officer, who reads which mail, when and to which masked address, until they have seen it', async () => {
    await hook(receipt(key));
    await hook(receipt(key));
    expect(await queue()).toContain('Email that came back');
    await officer.follow('Idris Quillfeather');
    expect(officer.text).toMatch(/“We received a declaration”, sent to \S•••@\S•••\.\w+ for Idris Quillfeather on November 23, 2026/);
    await officer.press('I have seen it');
    expect(officer.text).not.toContain('An email came back.');
    expect(await queue()).toContain('Nothing of this kind waits.');
    const events = await portal.sql<{ action: string }>(`select action from audit_event where action like 'mail.%' order by id`);
    expect(events.map(({ action }) => action)).toEqual(['mail.bounced', 'mail.bounce_seen']);
    const reader = await signIn(portal, applicant);
    await reader.visit(href('accountActivity', 'en'));
    expect(reader.text).toContain('An email to this person could not be delivered.');
  });

  it('waits no longer once the address has changed', async () => {
    await hook(receipt(key));
    portal.clock.advance(MINUTE);
    await portal.sql('update person set email_confirmed_at = $2 where id = $1', [applicant.personId, portal.clock.now()]);
    expect(await queue()).toContain('Nothing of this kind waits.');
  });
});

it('a new temporary password sent again replaces the one whose mail came back', async () => {
  const applicant = await anApplicant(portal, { stage: 'temporary' });
  await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
  await press(officer, 'reissue');
  await hook(receipt(await keyOf(theMail(await portal.deliverMail(), 'temporary-password-reissued'))));
  await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
  expect(officer.text).toContain('An email came back.');
  await press(officer, 'reissue');
  expect(officer.text).not.toContain('An email came back.');
});

describe('the address that mail services tell of bounces', () => {
  it.each([
    ['no token', { 'Content-Type': 'application/json' }, {}, 401],
    ['a wrong token', { ...HEADERS, Authorization: `Bearer ${TOKEN}x` }, {}, 401],
    ['no JSON', HEADERS, '{', 400],
    ['another form', HEADERS, { reference: 7 }, 400],
    ['a mail that we never sent', HEADERS, receipt('0b3a8a52-6d1f-4f0e-9a25-7f7c2d7a0002'), 200],
    ['no key at all', HEADERS, receipt("' or 1=1"), 200],
    ['a delivery', HEADERS, receipt('0b3a8a52-6d1f-4f0e-9a25-7f7c2d7a0002', 'delivered'), 200],
    ['too much', HEADERS, { ...receipt('x'), more: 'x'.repeat(20_000) }, 413],
  ] as const)('answers %s', async (_what, headers, body, status) => {
    expect((await hook(body, { ...headers })).status).toBe(status);
    expect(await portal.sql('select from outbox_message where bounce is not null')).toEqual([]);
  });

  it('knows no other method, and is not there without a token in the settings', async () => {
    expect((await portal.visitor().raw('GET', '/hooks/mail-bounces', HEADERS)).status).toBe(405);
    const other = await aPortal();
    expect((await other.visitor().raw('POST', '/hooks/mail-bounces', HEADERS, '{}')).status).not.toBe(200);
    expect((await other.visitor().visit('/hooks/mail-bounces')).status).toBe(404);
    await other.close();
  });
});

describe('a mailbox to which mails come back', () => {
  it('is read as a folder and as one file; each message once, whatever it is', async () => {
    const { mail, key } = await anInvitation();
    const box = portal.get(BounceMailbox);
    const folder = join(portal.dataDir, 'bounces');
    mkdirSync(folder);
    writeFileSync(join(folder, '1.eml'), 'Subject: Out of the office\r\n\r\nUntil Monday.\r\n');
    writeFileSync(join(folder, '2.eml'), aBounce({ mail: key, action: 'delayed', status: '4.4.1' }));
    expect(await box.read(folder, portal.clock.now())).toBe(1);
    expect((await portal.visitor().visit(mail.link)).status).toBe(200);
    const mbox = join(portal.dataDir, 'mbox');
    writeFileSync(mbox, mboxOf(['Subject: News\r\n\r\nFrom us.\r\n', aBounce({ mail: key, original: 'message/rfc822' })]));
    expect(await box.read(mbox, portal.clock.now())).toBe(1);
    expect((await portal.visitor().visit(mail.link)).status).toBe(410);
    expect(await box.read(mbox, portal.clock.now())).toBe(0);
    expect(await box.read(folder, portal.clock.now())).toBe(0);
    expect(await portal.sql('select from bounce_read')).toHaveLength(4);
  });

  it('of hostile size or with a folder among its files is read to its end, each message cut', async () => {
    const lengthsOf = async (path: string): Promise<number[]> => (await Array.fromAsync(mailboxMessages(path))).map(({ length }) => length);
    const bounce = aBounce({ mail: KEY });
    const mbox = join(portal.dataDir, 'mbox');
    writeFileSync(mbox, `${mboxOf([bounce])}From x\n${'x'.repeat(4 * LONGEST_MESSAGE)}\n${mboxOf([bounce])}`);
    const [first, second, third] = await lengthsOf(mbox);
    expect([second, third]).toEqual([LONGEST_MESSAGE, first]);
    const folder = join(portal.dataDir, 'bounces');
    mkdirSync(join(folder, '1.eml'), { recursive: true });
    writeFileSync(join(folder, '2.eml'), 'x'.repeat(4 * LONGEST_MESSAGE));
    writeFileSync(join(folder, '3.eml'), bounce);
    expect(await lengthsOf(folder)).toEqual([LONGEST_MESSAGE, bounce.length]);
  });

  const KEY = '0b3a8a52-6d1f-4f0e-9a25-7f7c2d7a0003';
  it.each([
    ['failed for good', {}, { mail: KEY, bounce: 'permanent' }],
    ['failed, the whole mail with it', { original: 'message/rfc822' }, { mail: KEY, bounce: 'permanent' }],
    ['failed for now', { status: '4.2.2' }, { mail: KEY, bounce: 'undelivered' }],
    ['delayed', { action: 'delayed', status: '4.4.7' }, { mail: KEY, bounce: 'temporary' }],
    ['delivered', { action: 'delivered', status: '2.0.0' }, null],
    ['about a mail of somebody else', { domain: 'other.example' }, null],
    ['about no mail that could be ours', { mail: 'abc' }, null],
  ] as const)('a report is read: %s', async (_what, bounce, read) => {
    expect(await deliveryReport(Buffer.from(aBounce({ mail: KEY, ...bounce })), 'portal.example')).toEqual(read);
  });
});

it('a mail that was tried for days in vain waits for an officer as well', async () => {
  const applicant = await anApplicant(portal, { stage: 'temporary' });
  await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
  await press(officer, 'reissue');
  await portal.sql(`update outbox_message set payload = '\\x00' where template = 'temporary-password-reissued'`);
  for (const wait of [0, ...WAITS_AFTER_FAILURE]) {
    portal.clock.advance(wait);
    await portal.get(Mailer).deliverDue();
  }
  officer = await signIn(portal, await anOfficer(portal));
  await officer.visit(href('adminCase', 'en', { case: applicant.caseId }));
  expect(officer.text).toContain('“Your new temporary password” for Idris Quillfeather could not be sent to •••');
});

it('a receiver that the server refuses at once counts as a mail that came back', async () => {
  const server = await anSmtpServer();
  const given = aCaseToOpen({ email: 'thessaly@unknown.example' });
  await openCase(officer, given);
  await press(officer, 'send');
  const transport = new SmtpTransport(server.url, 'Portal <portal@portal.example>', false);
  await new Mailer(portal.em(), portal.get(MailViews), transport, portal.clock, portal.get(Bounces), portal.get(MailBudget)).deliverDue();
  await officer.visit(`${href('adminQueue', 'en')}?what=mail`);
  expect(officer.text).toContain('Invitation that came back');
  transport.close();
  await server.close();
});
