import { DAY, MINUTE, SECOND } from '../../src/clock.js';
import { Mailer } from '../../src/mail/mailer.js';
import { type MailTemplate, Outbox } from '../../src/mail/outbox.js';
import { MailTransport } from '../../src/mail/transports.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { PAYLOADS } from './payloads.js';

/** Budgets of mails, shared by all processes (TRUST.md 6). */
let portal: TestPortal;
afterEach(() => portal.close());

const withBudget = async (environment: Record<string, string>): Promise<void> => {
  portal = await aPortal({ environment });
};

async function waiting(...templates: MailTemplate[]): Promise<void> {
  const em = portal.em();
  for (const [at, template] of templates.entries())
    portal
      .get(Outbox)
      .add(em, template, { email: `reader-${at}@mail.example`, language: 'en' }, PAYLOADS[template] as never, portal.clock.now());
  await em.flush();
}
const left = async () =>
  await portal.sql<{ template: string; attempts: number }>(
    'select template, attempts from outbox_message where sent_at is null order by id',
  );
const deliver = () => portal.get(Mailer).deliverDue();

it('lets so many leave in a minute and the others in the next; none of them has failed', async () => {
  await withBudget({ MAIL_PER_MINUTE: '3' });
  await waiting('card-mailed', 'card-mailed', 'card-mailed', 'card-mailed', 'password-reset');
  expect(await deliver()).toBe(3);
  expect(await deliver()).toBe(0);
  expect(await left()).toEqual([
    { template: 'card-mailed', attempts: 0 },
    { template: 'card-mailed', attempts: 0 },
  ]);
  portal.clock.advance(MINUTE - SECOND);
  expect(await deliver()).toBe(0);
  portal.clock.advance(SECOND);
  expect(await deliver()).toBe(2);
});

it('is one budget for all mailers, however many work at once', async () => {
  await withBudget({ MAIL_PER_MINUTE: '7' });
  await waiting(...Array.from({ length: 20 }, () => 'card-mailed' as const));
  const counts = await Promise.all(Array.from({ length: 5 }, deliver));
  expect(counts.reduce((sum, count) => sum + count)).toBe(7);
});

it('of a day keeps a part for what somebody waits for', async () => {
  await withBudget({ MAIL_PER_DAY: '10' });
  await waiting(...Array.from({ length: 12 }, () => 'invitation-reminder' as const));
  expect(await deliver()).toBe(8);
  await waiting('card-mailed', 'card-mailed');
  expect(await deliver()).toBe(1);
  await waiting('password-reset', 'password-reset');
  expect(await deliver()).toBe(1);
  expect((await left()).map(({ template }) => template)).toEqual([
    ...Array.from({ length: 4 }, () => 'invitation-reminder'),
    'card-mailed',
    'password-reset',
  ]);
  portal.clock.advance(DAY);
  expect(await deliver()).toBe(6);
});

it('of a minute loses no place to a mail that the day’s refuses', async () => {
  await withBudget({ MAIL_PER_DAY: '10', MAIL_PER_MINUTE: '10' });
  await waiting(...Array.from({ length: 9 }, () => 'invitation-reminder' as const));
  expect(await deliver()).toBe(8);
  for (let look = 0; look < 5; look++) expect(await deliver()).toBe(0);
  await waiting('password-reset', 'password-reset');
  expect(await deliver()).toBe(2);
});

it('is used up by what left, not by hours in which nothing could', async () => {
  await withBudget({ MAIL_PER_DAY: '5', MAIL_PER_MINUTE: '5' });
  const fault = Object.assign(new Error('nobody answers'), { code: 'ECONNECTION' });
  const transport = portal.get(MailTransport);
  const send = jest.spyOn(transport, 'send').mockRejectedValue(fault);
  const reachable = jest.spyOn(transport, 'reachable').mockResolvedValue(false);
  await waiting(...Array.from({ length: 4 }, () => 'password-reset' as const));
  for (let look = 0; look < 12; look++) expect(await deliver()).toBe(0);
  send.mockRestore();
  reachable.mockRestore();
  expect(await deliver()).toBe(4);
});

it('there is none unless it is set', async () => {
  await withBudget({});
  await waiting(...Array.from({ length: 30 }, () => 'card-mailed' as const));
  expect(await deliver()).toBe(30);
});
