import { z } from 'zod';
import { SECOND } from '../clock.js';
import { HeaderRefused, MailTransport, type ReadyMail } from './transports.js';

/** So long an answer is waited for, in milliseconds. */
const PATIENCE = 20 * SECOND;
/** States of a mail that GC Notify took and that never left, or that nobody at that address got. */
const NOT_SENT = ['permanent-failure', 'technical-failure'];
/** Of its answer to what it took under a reference. */
const taken = z.object({ notifications: z.array(z.object({ status: z.string() })) });

export interface GcNotifySettings {
  /** `https://api.notification.canada.ca` */
  readonly address: string;
  readonly apiKey: string;
  /** Of a template whose subject is `((subject))` and whose body is `((body))`. */
  readonly templateId: string;
}

/** Why a mail did not leave; `code` is what the mailer judges and notes. */
class NotifyFault extends Error {
  constructor(
    readonly code: string,
    readonly responseCode?: number,
  ) {
    super(code);
  }
}

/**
 * Hands mails to GC Notify: our own subject and plain text as the values of one general template, and the mail's key as its reference, by
 * which its delivery receipts find the mail again (bounces/bounce-hook.ts).
 */
export class GcNotifyTransport extends MailTransport {
  constructor(
    private readonly settings: GcNotifySettings,
    private readonly patience = PATIENCE,
  ) {
    super();
  }

  /** A mail that was tried before may have been taken with the answer lost: each POST makes another mail, so it is looked for first. */
  async send({ id, to, subject, text, wasTried }: ReadyMail): Promise<void> {
    if (/\p{Cc}/u.test(`${to}${subject}`)) throw new HeaderRefused('a mail header holds a control character');
    if (wasTried && (await this.#hasTaken(id))) return;
    const personalisation = { subject, body: text };
    const body = { email_address: to, template_id: this.settings.templateId, personalisation, reference: id };
    const { status, answer } = await this.#ask('POST', '/v2/notifications/email', body);
    if (status === 201) return;
    refuseForAll(status);
    // no fault of this mail either: a template that is gone, or an address at which something else answers
    if (status < 500 && !(await this.reachable())) throw new NotifyFault('EAUTH');
    throw new NotifyFault(status >= 400 && status < 500 ? `EREFUSED-${errorIn(answer)}` : 'ESERVICE', status);
  }

  /** Whether the service answers, knows our key, and has the template. */
  override async reachable(): Promise<boolean> {
    const path = `/v2/template/${encodeURIComponent(this.settings.templateId)}`;
    return this.#ask('GET', path).then(
      ({ status }) => status === 200 || status === 429,
      () => false,
    );
  }

  /** Whether it took a mail of this key, and has not given it up. @throws NotifyFault where it does not say: the mail waits for its next try */
  async #hasTaken(id: string): Promise<boolean> {
    const { status, answer } = await this.#ask('GET', `/v2/notifications?reference=${encodeURIComponent(id)}`);
    refuseForAll(status);
    const found = status === 200 ? taken.safeParse(jsonIn(answer)) : null;
    if (!found?.success) throw new NotifyFault('ESERVICE', status);
    return found.data.notifications.some((one) => !NOT_SENT.includes(one.status));
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; answer: string }> {
    const { address, apiKey } = this.settings;
    const headers = { Authorization: `ApiKey-v1 ${apiKey}`, 'Content-Type': 'application/json' };
    const request = { method, headers, redirect: 'error', signal: AbortSignal.timeout(this.patience) } as const;
    try {
      const answer = await fetch(address + path, body === undefined ? request : { ...request, body: JSON.stringify(body) });
      return { status: answer.status, answer: await answer.text() };
    } catch {
      throw new NotifyFault('ECONNECTION');
    }
  }
}

/** What is no fault of one mail: it has had enough, or a wrong key, or a closed service. @throws NotifyFault for these */
function refuseForAll(status: number): void {
  if (status === 429) throw new NotifyFault('EBUSY', status);
  if (status === 401 || status === 403) throw new NotifyFault('EAUTH');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The name of what is wrong, `BadRequestError`; never its message, which may name people. */
const errorIn = (text: string): string => /"error"\s*:\s*"(\w{1,40})"/.exec(text)?.[1] ?? 'unknown';
