import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { newCheckCode, typedCheckCode } from '../../src/mail/check-code.js';
import { maskedAddress } from '../../src/mail/masked-address.js';
import { SENT_MAIL_DAYS } from '../../src/mail/mail.rules.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { Outbox, type Recipient } from '../../src/mail/outbox.js';
import { DAY, SECOND } from '../../src/clock.js';
import { Retention } from '../../src/retention/retention.service.js';
import { LIMITS } from '../../src/security/request-limits.js';
import { aPortal, type TestPortal } from '../support/app.js';
import type { Mail } from '../support/mailbox.js';
import { PAYLOADS } from './payloads.js';

/** PORTAL.md 5: “check an email from us” by code. */
let portal: TestPortal;
const SENT_AT = '2026-11-23T15:00:00.000Z';
beforeEach(async () => {
  portal = await aPortal({ environment: { PUBLIC_URL: 'https://portal.test' } });
});
afterEach(() => portal.close());

const IDRIS: Recipient = { email: 'idris.quillfeather@post.mail.example', language: 'en' };
const MASKED = 'i•••@p•••.example';

async function sent(template: 'card-mailed' | 'temporary-password' = 'card-mailed', to = IDRIS): Promise<Mail> {
  const em = portal.em();
  if (template === 'card-mailed') portal.get(Outbox).add(em, template, to, PAYLOADS[template], portal.clock.now());
  else portal.get(Outbox).add(em, template, to, PAYLOADS[template], portal.clock.now());
  await em.flush();
  const [mail] = await portal.deliverMail();
  if (!mail) throw new Error('no mail left');
  return mail;
}

it.each(['card-mailed', 'temporary-password'] as const)('stands in both parts and both languages of a mail (“%s”)', async (template) => {
  const mail = await sent(template);
  expect(mail.code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  for (const part of [mail.html, mail.text]) {
    expect(part).toContain(`To check that this email is from us: https://portal.test/en/email-check, code ${mail.code}`);
    expect(part).toContain(
      `Pour vérifier que ce courriel vient de nous\u00a0: https://portal.test/fr/verification-courriel, code ${mail.code}`,
    );
  }
  expect(mail.subject).not.toContain(mail.code);
});

it.each([
  ['en', 'Check the code', 'We sent an email with this code', 'Your card is in the mail', 'November 23, 2026'],
  ['fr', 'Vérifier le code', 'Nous avons envoyé un courriel qui porte ce code', 'Votre carte est dans le courrier', '23 novembre 2026'],
] as const)('says when it was sent, which mail it was and to whom, masked (%s)', async (language, press, title, subject, day) => {
  const { code } = await sent();
  portal.clock.advance(DAY);
  const browser = await portal.visitor().visit(href('emailCheck', language));
  await browser.fill({ code: ` ${code.toLowerCase().replaceAll('-', '–')} ` }).press(press);
  expect(browser.status).toBe(200);
  expect(browser.path).toBe(href('emailChecked', language, { code }));
  for (const words of [title, subject, day, MASKED]) expect(browser.text).toContain(words);
  expect(browser.text).not.toMatch(/Quillfeather|E000123456|idris\./i);
  await browser.follow(language === 'en' ? 'Français' : 'English');
  expect(browser.text).toContain(MASKED);
});

it('knows no mail that has not left: one that waits, was taken back or could not be sent', async () => {
  const [em, outbox, now] = [portal.em(), portal.get(Outbox), portal.clock.now()];
  const add = (email: string, notBefore = now) =>
    outbox.add(em, 'card-mailed', { ...IDRIS, email }, PAYLOADS['card-mailed'], now, notBefore);
  const later = new Date(now.getTime() + DAY);
  const ids = [add('one@mail.example', later), add('two@mail.example', later), add('three@mail.example, four@mail.example')];
  await em.flush();
  const codes = (await portal.em().find(OutboxMessage, { id: { $in: ids } })).map(({ payload }) => String(payload?.checkCode));
  await portal.em().transactional((one) => outbox.withdraw(one, ids[1] ?? '', now));
  expect(await portal.deliverMail()).toEqual([]);
  expect(codes).toHaveLength(3);
  for (const code of codes) expect((await portal.visitor().visit(href('emailChecked', 'en', { code }))).status).toBe(404);
});

it.each([
  ['', 422, 'Enter the code in the email'],
  ['7KQ2-X4T9', 422, 'This is not a code of ours'],
  ['7KQ2M-X4T9B-3RVHA-8WZ6D', 422, 'This is not a code of ours'],
  ['7KQ2-X4T9-3RVH-8WZ6', 404, 'We sent no email with this code'],
])('says of “%s” what to do (%i)', async (typed, status, words) => {
  const browser = await portal.visitor().visit(href('emailCheck', 'en'));
  await browser.fill({ code: typed }).press('Check the code');
  expect(browser.status).toBe(status);
  expect(browser.text).toContain(words);
  if (status === 422) expect(browser.value('code')).toBe(typed);
  else expect(browser.text).toContain('Open none of its links and attachments');
});

it(`is known for ${SENT_MAIL_DAYS} days, as long as the mail’s row is kept, and only as a hash`, async () => {
  const { code } = await sent();
  const dump = await portal.sql<{ row: string }>('select o::text as row from outbox_message o');
  for (const { row } of dump) for (const word of [code, code.replaceAll('-', ''), 'idris', MASKED]) expect(row).not.toContain(word);
  portal.clock.moveTo(new Date(Date.parse(SENT_AT) + SENT_MAIL_DAYS * DAY - SECOND));
  await portal.get(Retention).apply(portal.clock.now());
  expect((await portal.visitor().visit(href('emailChecked', 'en', { code }))).status).toBe(200);
  portal.clock.advance(SECOND);
  await portal.get(Retention).apply(portal.clock.now());
  const browser = await portal.visitor().visit(href('emailChecked', 'en', { code }));
  expect(browser.status).toBe(404);
  expect(browser.text).toContain(`Emails sent more than ${SENT_MAIL_DAYS} days ago`);
});

it('is tried so many times from one address, and no more', async () => {
  const browser = portal.visitor();
  const address = href('emailChecked', 'en', { code: '7KQ2-X4T9-3RVH-8WZ6' });
  for (let n = 0; n < LIMITS.emailChecksPerAddress.points; n++) await browser.visit(address);
  expect(browser.status).toBe(404);
  expect((await browser.visit(address)).status).toBe(429);
});

it.each(['start', 'help', 'contact'] as const)('is linked from the page “%s” in both languages', async (page) => {
  for (const language of LANGUAGES) {
    const browser = await portal.visitor().visit(href(page, language));
    expect(browser.links().map((link) => link.href)).toContain(href('emailCheck', language));
  }
});

it.each([
  ['idris@mail.example', 'i•••@m•••.example'],
  ['Élise.B@université.québec.ca', 'É•••@u•••.ca'],
  ['a@b', 'a•••@b•••'],
  ['x@localhost.', 'x•••@l•••.'],
])('an address is masked: %s', (email, masked) => expect(maskedAddress(email)).toBe(masked));

it('a code is another one each time, and is read however it was copied', () => {
  const codes = new Set(Array.from({ length: 500 }, newCheckCode));
  expect(codes.size).toBe(500);
  for (const code of codes) expect(typedCheckCode(code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code);
});
