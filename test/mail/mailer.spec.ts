import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { after, DAY, HOUR, MINUTE, SECOND } from '../../src/clock.js';
import { Bounces } from '../../src/mail/bounces/bounces.js';
import { MailBudget } from '../../src/mail/mail-budget.js';
import { WAITS_AFTER_FAILURE } from '../../src/mail/mail.rules.js';
import { MailViews } from '../../src/mail/mail-views.js';
import { Mailer } from '../../src/mail/mailer.js';
import { type MailPayloads, type MailTemplate, Outbox } from '../../src/mail/outbox.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { FolderTransport, messageOf, MailTransport, type ReadyMail } from '../../src/mail/transports.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { PAYLOADS } from './payloads.js';

let portal: TestPortal;
let transport: TestTransport;
let mailer: Mailer;

class TestTransport extends MailTransport {
  readonly sent: ReadyMail[] = [];
  fault: Error | null = null;
  isDown = false;
  onSent: (() => Promise<void>) | null = null;

  async send(mail: ReadyMail): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.fault) throw this.fault;
    this.sent.push(mail);
    await this.onSent?.();
  }

  override async reachable(): Promise<boolean> {
    return !this.isDown;
  }
}

beforeEach(async () => {
  portal = await aPortal({ environment: { PUBLIC_URL: 'https://portal.test' } });
  transport = new TestTransport();
  mailer = aMailer();
});
afterEach(() => portal.close());

const aMailer = (by: MailTransport = transport) =>
  new Mailer(portal.em(), portal.get(MailViews), by, portal.clock, portal.get(Bounces), portal.get(MailBudget));

async function waiting<Template extends MailTemplate>(
  template: Template,
  payload: MailPayloads[Template],
  email = 'idris@mail.example',
  at = portal.clock.now(),
  notBefore = at,
): Promise<OutboxMessage> {
  const em = portal.em();
  portal.get(Outbox).add(em, template, { email, language: 'fr' }, payload, at, notBefore);
  const [message] = em.getUnitOfWork().getPersistStack();
  await em.flush();
  return message as OutboxMessage;
}

const stored = ({ id }: OutboxMessage) => portal.em().findOneOrFail(OutboxMessage, { id });

it('sends what is due, oldest first, and then forgets who it was for and what it said (TRUST.md 19)', async () => {
  const now = portal.clock.now();
  await waiting('photo-accepted', PAYLOADS['photo-accepted'], 'second@mail.example', after(now, -SECOND));
  const first = await waiting('photo-returned', PAYLOADS['photo-returned'], 'first@mail.example', after(now, -MINUTE));
  await waiting('card-mailed', PAYLOADS['card-mailed'], 'later@mail.example', now, after(now, MINUTE));
  expect(await mailer.deliverDue()).toBe(2);
  expect(transport.sent.map(({ to }) => to)).toEqual(['first@mail.example', 'second@mail.example']);
  expect(await stored(first)).toMatchObject({ sentAt: now, recipient: null, payload: null, notBefore: null, attempts: 1, lastError: null });
  const [row] = await portal.sql('select recipient, payload from outbox_message where id = $1', [first.id]);
  expect(row).toEqual({ recipient: null, payload: null });
  expect(await mailer.deliverDue()).toBe(0);
});

it('sends at once what a process wrote whose clock is an hour ahead, and waits its own minute after a failed try', async () => {
  const [now, ahead] = [portal.clock.now(), after(portal.clock.now(), HOUR)];
  const link = await waiting('password-reset', PAYLOADS['password-reset'], 'link@mail.example', ahead);
  const later = await waiting('card-mailed', PAYLOADS['card-mailed'], 'later@mail.example', ahead, after(ahead, MINUTE));
  transport.fault = Object.assign(new Error('later'), { code: 'EENVELOPE', responseCode: 450 });
  expect(await mailer.deliverDue()).toBe(0);
  expect(await stored(link)).toMatchObject({ attempts: 1, notBefore: after(now, MINUTE), createdAt: ahead });
  transport.fault = null;
  expect(await mailer.deliverDue()).toBe(0);
  portal.clock.advance(MINUTE);
  expect(await mailer.deliverDue()).toBe(1);
  expect(transport.sent.map(({ to }) => to)).toEqual(['link@mail.example']);
  expect(await stored(later)).toMatchObject({ attempts: 0 });
});

it('sends what somebody waits for before what is older, and reminders last', async () => {
  const at = (milliseconds: number) => after(portal.clock.now(), -milliseconds);
  await waiting('invitation-reminder', PAYLOADS['invitation-reminder'], 'third@mail.example', at(MINUTE));
  await waiting('card-mailed', PAYLOADS['card-mailed'], 'second@mail.example', at(SECOND));
  await waiting('password-reset', PAYLOADS['password-reset'], 'first@mail.example', at(0));
  expect(await mailer.deliverDue()).toBe(3);
  expect(transport.sent.map(({ to }) => to)).toEqual(['first@mail.example', 'second@mail.example', 'third@mail.example']);
});

it('sends what somebody begins to wait for while it works before the many that wait already', async () => {
  for (let number = 0; number < 4; number++) await waiting('card-mailed', PAYLOADS['card-mailed'], `reader-${number}@mail.example`);
  transport.onSent = async () => {
    transport.onSent = null;
    portal.clock.advance(SECOND);
    await waiting('password-reset', PAYLOADS['password-reset'], 'waits@mail.example');
  };
  expect(await mailer.deliverDue()).toBe(5);
  expect(transport.sent[1]?.to).toBe('waits@mail.example');
});

it('sends nothing twice when two mailers work at once', async () => {
  for (let number = 0; number < 12; number++) await waiting('password-changed', {}, `reader-${number}@mail.example`);
  const counts = await Promise.all([mailer, aMailer(), aMailer()].map((one) => one.deliverDue()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(12);
  expect(new Set(transport.sent.map(({ to }) => to)).size).toBe(12);
  expect(transport.sent).toHaveLength(12);
});

it('tries again, each time later, and gives up at last; what it notes names nobody', async () => {
  transport.fault = Object.assign(new Error('idris@mail.example: greylisted'), { code: 'EENVELOPE', responseCode: 450 });
  const message = await waiting('photo-returned', PAYLOADS['photo-returned']);
  for (const [tries, wait] of WAITS_AFTER_FAILURE.entries()) {
    const now = portal.clock.now();
    expect(await mailer.deliverDue()).toBe(0);
    expect(await stored(message)).toMatchObject({
      attempts: tries + 1,
      lastError: 'EENVELOPE-450',
      notBefore: after(now, wait),
      failedAt: null,
    });
    portal.clock.advance(wait - 1);
    await mailer.deliverDue();
    expect((await stored(message)).attempts).toBe(tries + 1);
    portal.clock.advance(1);
  }
  await mailer.deliverDue();
  expect(await stored(message)).toMatchObject({
    notBefore: null,
    failedAt: portal.clock.now(),
    sentAt: null,
    recipient: 'idris@mail.example',
  });
  transport.fault = null;
  portal.clock.advance(30 * DAY);
  expect(await mailer.deliverDue()).toBe(0);
});

it('arrives after a failure that passed', async () => {
  transport.fault = Object.assign(new Error('no route'), { code: 'ECONNECTION' });
  const message = await waiting('photo-returned', PAYLOADS['photo-returned']);
  await mailer.deliverDue();
  transport.fault = null;
  portal.clock.advance(MINUTE);
  expect(await mailer.deliverDue()).toBe(1);
  expect(await stored(message)).toMatchObject({ attempts: 2, lastError: null, payload: null });
});

it('does not insist where the server says that there is no such mailbox', async () => {
  transport.fault = Object.assign(new Error('550 no such user'), { code: 'EENVELOPE', responseCode: 550 });
  const message = await waiting('photo-returned', PAYLOADS['photo-returned']);
  await mailer.deliverDue();
  expect(await stored(message)).toMatchObject({ attempts: 1, lastError: 'EENVELOPE-550', notBefore: null, failedAt: portal.clock.now() });
});

it('goes on trying where the server refuses our own sender: no receiver is at fault', async () => {
  transport.fault = Object.assign(new Error('550 not allowed'), { code: 'EENVELOPE', responseCode: 550, command: 'MAIL FROM' });
  const message = await waiting('photo-returned', PAYLOADS['photo-returned']);
  await mailer.deliverDue();
  expect(await stored(message)).toMatchObject({ attempts: 1, bounce: null, failedAt: null, notBefore: after(portal.clock.now(), MINUTE) });
});

it('gives no mail up for a wrong password of ours, however long it stays wrong', async () => {
  transport.fault = Object.assign(new Error('535 no'), { code: 'EAUTH', responseCode: 535 });
  transport.isDown = true;
  const message = await waiting('photo-returned', PAYLOADS['photo-returned']);
  for (const wait of WAITS_AFTER_FAILURE) {
    await mailer.deliverDue();
    portal.clock.advance(wait);
  }
  expect(await stored(message)).toMatchObject({ attempts: 0, failedAt: null });
});

it('lets a mail that can’t be read or written wait, and sends those behind it', async () => {
  const now = portal.clock.now();
  const broken = await waiting('photo-returned', PAYLOADS['photo-returned'], 'a@mail.example', after(now, -2));
  await portal.sql('update outbox_message set payload = $2 where id = $1', [broken.id, Buffer.from('not sealed by us')]);
  const gap = await waiting('photo-returned', { name: 'Idris' } as MailPayloads['photo-returned'], 'b@mail.example', after(now, -1));
  await waiting('photo-returned', PAYLOADS['photo-returned'], 'c@mail.example');
  expect(await mailer.deliverDue()).toBe(1);
  expect(transport.sent.map(({ to }) => to)).toEqual(['c@mail.example']);
  expect(
    await portal.sql('select attempts, last_error, not_before > $2 as later from outbox_message where id = any($1)', [
      [broken.id, gap.id],
      now,
    ]),
  ).toEqual([
    { attempts: 1, last_error: 'Error', later: true },
    { attempts: 1, last_error: 'Error', later: true },
  ]);
});

it('refuses line breaks and second recipients in headers (TRUST.md 3)', async () => {
  const mail: ReadyMail = {
    id: 'x',
    date: new Date(),
    to: 'a@mail.example',
    subject: 'One',
    text: '',
    html: '',
    languages: ['en', 'fr'],
    wasTried: false,
  };
  for (const to of [
    'a@mail.example\r\nBcc: b@mail.example',
    'a@mail.example\n',
    'a@mail.example, b@mail.example',
    'A <a@mail.example>',
    '\0a@mail.example',
  ])
    expect(() => messageOf({ ...mail, to }, 'portal@portal.example')).toThrow(expect.objectContaining({ code: 'EHEADER' }));
  for (const subject of ['One\r\nX-Evil: 1', 'One\nTwo', 'One\u0085Two'])
    expect(() => messageOf({ ...mail, subject }, 'portal@portal.example')).toThrow(expect.objectContaining({ code: 'EHEADER' }));
  const message = await waiting('password-changed', {}, 'a@mail.example\r\nBcc: b@mail.example');
  await aMailer(new FolderTransport(join(portal.dataDir, 'mail'), 'portal@portal.example')).deliverDue();
  expect(await stored(message)).toMatchObject({ lastError: 'EHEADER', failedAt: portal.clock.now() });
});

it('writes .eml files that any mail program reads, with names that sort by time', async () => {
  const now = portal.clock.now();
  await waiting('invitation', PAYLOADS.invitation, 'idris@mail.example', after(now, -MINUTE));
  await waiting('password-changed', {}, 'idris@mail.example', now);
  expect(await portal.get(Mailer).deliverDue()).toBe(2);
  const folder = join(portal.dataDir, 'mail');
  const files = readdirSync(folder).sort();
  expect(files).toHaveLength(2);
  const [invitation, changed] = await Promise.all(files.map((file) => simpleParser(readFileSync(join(folder, file)))));
  expect(changed?.subject).toBe('Votre mot de passe a été modifié / Your password was changed');
  expect(invitation?.date).toEqual(after(now, -MINUTE));
  expect(invitation?.messageId).toMatch(/^<[0-9a-f-]{36}@portal\.example>$/);
  expect(invitation?.headers.get('auto-submitted')).toBe('auto-generated');
  expect(invitation?.headers.get('content-language')).toBe('fr, en');
  expect(invitation?.text).toContain('\nhttps://portal.test/fr/invitation/token-of-the-invitation\n');
  expect(invitation?.html).toContain('href="https://portal.test/en/invitation/token-of-the-invitation"');
  expect(invitation?.to).toMatchObject({ value: [{ address: 'idris@mail.example' }] });
});
