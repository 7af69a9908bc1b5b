import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config.js';
import { MINUTE } from '../../src/clock.js';
import { Bounces } from '../../src/mail/bounces/bounces.js';
import { GcNotifyTransport } from '../../src/mail/gc-notify.js';
import { MailBudget } from '../../src/mail/mail-budget.js';
import { MailViews } from '../../src/mail/mail-views.js';
import { Mailer } from '../../src/mail/mailer.js';
import { Outbox } from '../../src/mail/outbox.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { aPortal, SECRETS, type TestPortal } from '../support/app.js';
import { PAYLOADS } from './payloads.js';

/** Mails through GC Notify, told by a server of the test's own what it would tell. */
const KEY = 'the-secret-of-the-key-for-tests';
const TEMPLATE = '8b1f6f6c-2d7c-4f0e-9a25-7f7c2d7a0001';
interface Asked {
  method: string;
  path: string;
  authorization: string;
  body: Record<string, unknown>;
}
let service: Server;
let asked: Asked[];
let answer: (asking: Asked) => { status: number; body?: unknown } | 'no answer';
let portal: TestPortal;

const fault = (status: number, error: string) => ({
  status,
  body: { status_code: status, errors: [{ error, message: 'email_address idris@mail.example: no' }] },
});
const takes = ({ method }: Asked) =>
  method === 'GET' ? { status: 200, body: { notifications: [] } } : { status: 201, body: { id: crypto.randomUUID() } };
const LIST = '/v2/notifications?reference=';
/** What it answers of a mail's key, where it took so many mails of that key that are in these states. */
const took = (...states: string[]) => ({
  status: 200,
  body: { notifications: states.map((status) => ({ id: crypto.randomUUID(), status })) },
});
const posts = () => asked.filter(({ method }) => method === 'POST').length;

beforeEach(async () => {
  [asked, answer] = [[], takes];
  service = createServer((req, res) => {
    let text = '';
    req.on('data', (part: Buffer) => (text += part.toString()));
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      const asking = { method, path: url, authorization: headers.authorization ?? '', body: JSON.parse(text || '{}') as Asked['body'] };
      asked.push(asking);
      const told = answer(asking);
      if (told === 'no answer') return;
      const { status, body } = told;
      res
        .writeHead(status, { 'Content-Type': 'application/json', ...(status === 307 ? { Location: '/elsewhere' } : {}) })
        .end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  const { port } = service.address() as AddressInfo;
  const environment = { MAIL_URL: `gcnotify+http://127.0.0.1:${port}`, NOTIFY_API_KEY: KEY, NOTIFY_TEMPLATE_ID: TEMPLATE };
  portal = await aPortal({ environment });
});
afterEach(async () => {
  await portal.close();
  service.closeAllConnections();
  await new Promise((closed) => service.close(closed));
});

async function waiting(): Promise<string> {
  const em = portal.em();
  const to = { email: 'idris@mail.example', language: 'fr' } as const;
  const id = portal.get(Outbox).add(em, 'photo-returned', to, PAYLOADS['photo-returned'], portal.clock.now());
  await em.flush();
  return id;
}
const deliver = () => portal.get(Mailer).deliverDue();
/** As the portal's own mailer, but for how long it waits for an answer. */
function hasty(): Mailer {
  const { address, port } = service.address() as AddressInfo;
  const by = new GcNotifyTransport({ address: `http://${address}:${port}`, apiKey: KEY, templateId: TEMPLATE }, 1_000);
  return new Mailer(portal.em(), portal.get(MailViews), by, portal.clock, portal.get(Bounces), portal.get(MailBudget));
}
const stored = (id: string) => portal.em().findOneOrFail(OutboxMessage, { id });

it('hands over our own subject and text, in both languages, with the mail’s key as reference', async () => {
  const id = await waiting();
  expect(await deliver()).toBe(1);
  expect(asked).toHaveLength(1);
  const [{ method, path, authorization, body }] = asked as [Asked];
  expect([method, path, authorization]).toEqual(['POST', '/v2/notifications/email', `ApiKey-v1 ${KEY}`]);
  expect(body).toMatchObject({ email_address: 'idris@mail.example', template_id: TEMPLATE, reference: id });
  const { subject, body: text } = body.personalisation as { subject: string; body: string };
  expect(subject).toContain('We returned a photo: please send a new one');
  for (const words of ['Bonjour Idris Quillfeather,', 'Hello Idris Quillfeather,', 'code ']) expect(text).toContain(words);
  expect(await stored(id)).toMatchObject({ sentAt: portal.clock.now(), payload: null, recipient: null });
});

it('waits where the service has had enough: that is no failed try', async () => {
  answer = () => fault(429, 'RateLimitError');
  const id = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 0, lastError: null, notBefore: portal.clock.now() });
  answer = takes;
  expect(await deliver()).toBe(1);
});

it('gives up what the service refuses, with the name of the error and no word of its message', async () => {
  answer = (asking) => (asking.method === 'GET' ? takes(asking) : fault(400, 'BadRequestError'));
  const id = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(id)).toMatchObject({ failedAt: portal.clock.now(), lastError: 'EREFUSED-BadRequestError-400', sentAt: null });
});

it.each([
  ['a wrong key', () => fault(403, 'AuthError')],
  ['no such template', ({ method }: Asked) => (method === 'GET' ? fault(404, 'NoResultFound') : fault(400, 'BadRequestError'))],
  ['a wrong address of the service', () => fault(404, 'NotFound')],
] as const)('holds every mail back for %s, and gives none up', async (_what, told) => {
  answer = told;
  const id = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 0, failedAt: null });
});

it('tries again after a fault of the service', async () => {
  answer = () => ({ status: 500 });
  const id = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 1, lastError: 'ESERVICE-500', failedAt: null });
  answer = takes;
  portal.clock.advance(MINUTE);
  expect(await deliver()).toBe(1);
});

it('waits as it is while nobody answers, or what answers names another address', async () => {
  answer = ({ path }) => ({ status: path === '/elsewhere' ? 201 : 307 });
  const led = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(led)).toMatchObject({ attempts: 0, failedAt: null });
  expect(asked.map(({ path }) => path)).not.toContain('/elsewhere');
  service.closeAllConnections();
  await new Promise((closed) => service.close(closed));
  const id = await waiting();
  expect(await deliver()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 0, failedAt: null });
});

it('sends a mail once that was taken with its answer lost', async () => {
  answer = (asking) => (asking.method === 'POST' ? 'no answer' : takes(asking));
  const id = await waiting();
  expect(await hasty().deliverDue()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 1, lastError: 'ECONNECTION', failedAt: null });
  expect(asked.filter(({ path }) => path.startsWith(LIST))).toEqual([]);
  answer = (asking) => (asking.path === LIST + id ? took('permanent-failure', 'sending') : takes(asking));
  portal.clock.advance(MINUTE);
  expect(await deliver()).toBe(1);
  expect(posts()).toBe(1);
  expect(await stored(id)).toMatchObject({ sentAt: portal.clock.now(), attempts: 2, lastError: null, payload: null });
});

it('looks for what it sent also where nobody answered at all, which was no failed try', async () => {
  answer = () => 'no answer';
  const id = await waiting();
  expect(await hasty().deliverDue()).toBe(0);
  expect(await stored(id)).toMatchObject({ attempts: 0, lastError: 'ECONNECTION', failedAt: null });
  answer = (asking) => (asking.path === LIST + id ? took('delivered') : takes(asking));
  expect(await deliver()).toBe(1);
  expect(posts()).toBe(1);
});

it.each([
  ['was never taken', took()],
  ['did not leave there', took('technical-failure', 'permanent-failure')],
] as const)('sends again what %s', async (_what, list) => {
  answer = () => ({ status: 500 });
  const id = await waiting();
  await deliver();
  answer = (asking) => (asking.path === LIST + id ? list : takes(asking));
  portal.clock.advance(MINUTE);
  expect(await deliver()).toBe(1);
  expect(posts()).toBe(2);
});

it.each([
  ['a fault', { status: 500 }],
  ['something else', { status: 200, body: { status: 'fine' } }],
  ['a refusal', fault(400, 'BadRequestError')],
] as const)('sends nothing where it answers with %s when it is asked whether it took a mail: another failed try', async (_what, list) => {
  answer = () => ({ status: 500 });
  const id = await waiting();
  await deliver();
  answer = (asking) => (asking.path === LIST + id ? list : takes(asking));
  portal.clock.advance(MINUTE);
  expect(await deliver()).toBe(0);
  expect(posts()).toBe(1);
  expect(await stored(id)).toMatchObject({ attempts: 2, lastError: `ESERVICE-${list.status}`, failedAt: null, sentAt: null });
});

it('needs its key and template, and keeps to the service’s budget unless told otherwise', () => {
  const base = { NODE_ENV: 'test', ...SECRETS, MAIL_URL: 'gcnotify+https://api.notification.canada.ca' };
  expect(() => readConfig(base)).toThrow('NOTIFY_API_KEY, NOTIFY_TEMPLATE_ID');
  const settings = { ...base, NOTIFY_API_KEY: KEY, NOTIFY_TEMPLATE_ID: TEMPLATE };
  expect(readConfig(settings)).toMatchObject({ mailPerMinute: 1000, mailPerDay: 10_000 });
  expect(readConfig({ ...settings, MAIL_PER_DAY: '50000' })).toMatchObject({ mailPerMinute: 1000, mailPerDay: 50_000 });
  expect(readConfig({ NODE_ENV: 'test', ...SECRETS })).toMatchObject({ mailPerMinute: null, mailPerDay: null });
});
