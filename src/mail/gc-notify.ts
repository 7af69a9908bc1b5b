import { SECOND } from '../clock.js';
import { HeaderRefused, MailTransport, type ReadyMail } from './transports.js';

const PATIENCE = 20 * SECOND;

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
  constructor(private readonly settings: GcNotifySettings) {
    super();
  }

  async send({ id, to, subject, text }: ReadyMail): Promise<void> {
    if (/\p{Cc}/u.test(`${to}${subject}`)) throw new HeaderRefused('a mail header holds a control character');
    const personalisation = { subject, body: text };
    const body = { email_address: to, template_id: this.settings.templateId, personalisation, reference: id };
    const { status, error } = await this.#ask('POST', '/v2/notifications/email', body);
    if (status === 201) return;
    if (status === 429) throw new NotifyFault('EBUSY', status);
    // a wrong key or a closed service is no fault of this mail
    if (status === 401 || status === 403) throw new NotifyFault('EAUTH');
    // nor is a template that is gone, or an address at which something else answers
    if (status < 500 && !(await this.reachable())) throw new NotifyFault('EAUTH');
    throw new NotifyFault(status >= 400 && status < 500 ? `EREFUSED-${error}` : 'ESERVICE', status);
  }

  /** Whether the service answers, knows our key, and has the template. */
  override async reachable(): Promise<boolean> {
    const path = `/v2/template/${encodeURIComponent(this.settings.templateId)}`;
    return this.#ask('GET', path).then(
      ({ status }) => status === 200 || status === 429,
      () => false,
    );
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<{ status: number; error: string }> {
    const { address, apiKey } = this.settings;
    const headers = { Authorization: `ApiKey-v1 ${apiKey}`, 'Content-Type': 'application/json' };
    const request = { method, headers, redirect: 'error', signal: AbortSignal.timeout(PATIENCE) } as const;
    try {
      const answer = await fetch(address + path, body === undefined ? request : { ...request, body: JSON.stringify(body) });
      return { status: answer.status, error: errorIn(await answer.text()) };
    } catch {
      throw new NotifyFault('ECONNECTION');
    }
  }
}

/** The name of what is wrong, `BadRequestError`; never its message, which may name people. */
const errorIn = (text: string): string => /"error"\s*:\s*"(\w{1,40})"/.exec(text)?.[1] ?? 'unknown';
