import { simpleParser } from 'mailparser';
import { Mailer } from '../../src/mail/mailer.js';
import { Outbox } from '../../src/mail/outbox.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { SmtpTransport } from '../../src/mail/transports.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { anSmtpServer, type Behaviour, type SmtpServer } from '../support/smtp-server.js';
import { PAYLOADS } from './payloads.js';

let server: SmtpServer;
let portal: TestPortal;

beforeAll(async () => {
  server = await anSmtpServer();
  portal = await aPortal({ environment: { MAIL_URL: server.url, PUBLIC_URL: 'https://portal.test' } });
});
afterAll(async () => {
  await portal.close();
  await server.close();
});

async function send(email: string): Promise<{ sent: number; row: OutboxMessage }> {
  const em = portal.em();
  portal.get(Outbox).add(em, 'photo-returned', { email, language: 'en' }, PAYLOADS['photo-returned'], portal.clock.now());
  await em.flush();
  const sent = await portal.get(Mailer).deliverDue();
  return { sent, row: await portal.em().findOneOrFail(OutboxMessage, { template: 'photo-returned' }, { orderBy: { id: 'desc' } }) };
}

it('hands mails to the server of MAIL_URL', async () => {
  const { sent, row } = await send('idris@mail.example');
  expect(sent).toBe(1);
  expect(row).toMatchObject({ recipient: null, payload: null, sentAt: portal.clock.now() });
  const [mail] = server.accepted;
  expect(mail?.to).toEqual(['idris@mail.example']);
  const { subject, from, text } = await simpleParser(mail?.message ?? '');
  expect(subject).toBe('We returned a photo: please send a new one / Nous avons renvoyé une photo\u00a0: veuillez en envoyer une autre');
  expect(from?.value[0]?.address).toBe('portal@portal.example');
  expect(text).toContain('Hello Idris Quillfeather,');
});

it('gives up at once where the server knows no such mailbox', async () => {
  const { sent, row } = await send('idris@unknown.example');
  expect(sent).toBe(0);
  expect(row).toMatchObject({ lastError: 'EENVELOPE-550', failedAt: portal.clock.now(), notBefore: null });
});

it('tries again what the server refuses for now once it has it, and gives up what it refuses for good', async () => {
  const answered = async (how: Behaviour) => {
    server.behave(how);
    return (await send('idris@mail.example')).row;
  };
  expect(await answered('refuses for now')).toMatchObject({ lastError: 'EMESSAGE-451', failedAt: null });
  expect(await answered('refuses for good')).toMatchObject({ lastError: 'EMESSAGE-554', failedAt: portal.clock.now(), notBefore: null });
  server.behave('well');
});

it('where TLS is needed, tells a server that offers none neither the mail nor its receiver', async () => {
  const [before, to] = [server.accepted.length, 'idris@mail.example'];
  const mail = {
    id: 'a-mail',
    date: portal.clock.now(),
    to,
    subject: 'A',
    text: 'B',
    html: '<p>B</p>',
    languages: ['en', 'fr'] as const,
    wasTried: false,
  };
  const transport = new SmtpTransport(server.url, 'Portal <portal@portal.example>', true);
  await expect(transport.send(mail)).rejects.toThrow(/TLS/);
  transport.close();
  expect(server.accepted).toHaveLength(before);
});
