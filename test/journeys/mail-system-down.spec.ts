import { simpleParser } from 'mailparser';
import { MINUTE } from '../../src/clock.js';
import { href } from '../../src/language/routes.js';
import { Bounces } from '../../src/mail/bounces/bounces.js';
import { MailBudget } from '../../src/mail/mail-budget.js';
import { MailViews } from '../../src/mail/mail-views.js';
import { Mailer } from '../../src/mail/mailer.js';
import { OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import { SmtpTransport } from '../../src/mail/transports.js';
import { aCaseToOpen, openCase, press } from '../cases/intake.js';
import { anInvited, replyTo } from '../invitations/invited.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { confirmResidence, verifyPresence } from '../support/lanes.js';
import { anApplicant, anOfficer, type Someone } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { anSmtpServer, type SmtpServer } from '../support/smtp-server.js';

/**
 * TRUST.md 4: the mail server is away for an hour. It refuses connections, then hangs, then takes a message and hangs up before it says
 * so. Meanwhile people and officers go on. Nothing is lost, and nothing is sent twice as another mail: what a cut left open is sent again
 * with the same Message-ID, by which every mail server and program knows it as the same one.
 */
describe('the mail system is down for an hour', () => {
  let portal: TestPortal;
  let server: SmtpServer;
  let patient: SmtpTransport[];
  let hasty: SmtpTransport[];
  let isSilent = false;
  let officer: Someone;
  const rows = () => portal.em().find(OutboxMessage, {}, { orderBy: { id: 'asc' } });

  beforeAll(async () => {
    server = await anSmtpServer();
    portal = await aPortal();
    officer = await anOfficer(portal);
    // short where nothing answers, so that nobody waits here; long elsewhere, so that a slow machine is not taken for a silent server
    [patient, hasty] = [10_000, 150].map(twoTransports) as [SmtpTransport[], SmtpTransport[]];
  });
  const twoTransports = (patience: number): SmtpTransport[] =>
    [1, 2].map(() => new SmtpTransport(server.url, 'Portal <portal@portal.example>', false, { connect: patience, silence: patience }));
  afterAll(async () => {
    for (const transport of [...patient, ...hasty]) transport.close();
    await portal.close();
    await server.close();
  });

  /** Two processes look for mails. */
  const deliver = async (): Promise<number> => {
    const counts = await Promise.all(
      (isSilent ? hasty : patient).map((transport) =>
        new Mailer(portal.em(), portal.get(MailViews), transport, portal.clock, portal.get(Bounces), portal.get(MailBudget)).deliverDue(),
      ),
    );
    return counts.reduce((sum, count) => sum + count);
  };
  /** Minute by minute, as the clock of the tests goes. */
  const minutes = async (count: number): Promise<void> => {
    for (let minute = 0; minute < count; minute += 5) {
      portal.clock.advance(5 * MINUTE);
      expect(await deliver()).toBe(0);
    }
  };
  const idOf = async (message: string): Promise<string> => /<(.*)@/.exec((await simpleParser(message)).messageId ?? '')?.[1] ?? '';

  it('nothing is lost, nothing is another mail, and what is urgent leaves first', async () => {
    const [declared, reset] = [await anApplicant(portal, { stage: 'declared' }), await anApplicant(portal)];
    server.behave('refuses');
    const browser = await signIn(portal, officer);
    await openCase(browser, aCaseToOpen());
    await press(browser, 'send');
    await minutes(10);
    await replyTo(portal, await anInvited(portal));
    await minutes(10);

    server.behave('hangs');
    isSilent = true;
    await verifyPresence(portal, officer, declared.personId);
    await confirmResidence(portal, officer, declared.personId);
    await minutes(20);
    const reader = await portal.visitor().visit(href('passwordReset', 'en'));
    await reader.fill({ usernameOrEmail: reset.email }).press('Email me a link');
    await minutes(20);

    const waiting = await rows();
    expect(waiting.map(({ template }) => template).sort()).toEqual(
      ['invitation', 'password-reset', 'reply-received', 'residence-confirmed'].sort(),
    );
    for (const { attempts, failedAt, sentAt } of waiting)
      expect({ attempts, failedAt, sentAt }).toEqual({ attempts: 0, failedAt: null, sentAt: null });
    expect(server.accepted).toEqual([]);

    server.behave('cuts');
    isSilent = false;
    expect(await deliver()).toBe(0);
    const cut = server.accepted.length;
    expect(cut).toBe(4);
    server.behave('well');
    expect(await deliver()).toBe(0); // a minute is waited for the server that hung up over a mail
    portal.clock.advance(MINUTE);
    expect(await deliver()).toBe(4);
    expect(await deliver()).toBe(0);

    const ids = await Promise.all(server.accepted.map(({ message }) => idOf(message)));
    const [first, second] = [ids.slice(0, cut), ids.slice(cut)];
    expect(new Set(first)).toEqual(new Set(waiting.map(({ id }) => id)));
    expect([...second].sort()).toEqual([...first].sort()); // the same mails, by their Message-IDs
    const templateOf = new Map(waiting.map(({ id, template }) => [id, template]));
    // two processes begin at once
    for (const sent of [first, second]) expect(sent.slice(0, 2).map((id) => templateOf.get(id))).toContain('password-reset');
    for (const row of await rows()) expect(row).toMatchObject({ sentAt: portal.clock.now(), payload: null, recipient: null, attempts: 2 });
  });

  it('a server that comes back soon finds each mail once', async () => {
    const before = server.accepted.length;
    server.behave('refuses');
    const browser = await signIn(portal, officer);
    await openCase(browser, aCaseToOpen());
    await press(browser, 'send');
    await minutes(60);
    server.behave('well');
    const waiting = (await rows()).filter(({ sentAt }) => !sentAt).map(({ id }) => id);
    expect(await deliver()).toBe(waiting.length);
    const ids = await Promise.all(server.accepted.slice(before).map(({ message }) => idOf(message)));
    expect(ids.sort()).toEqual(waiting.sort());
    for (const { attempts } of (await rows()).filter(({ id }) => waiting.includes(id))) expect(attempts).toBe(1);
  });
});
