import { MikroORM } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RouteName, ROUTES } from '../../src/language/routes.js';
import { type MailPayload, OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import type { MailTemplate } from '../../src/mail/outbox.js';
import type { Portal } from '../../src/portal.js';

/** A mail that went out. */
export interface Mail {
  readonly template: MailTemplate;
  readonly to: string;
  readonly language: 'en' | 'fr';
  /** What the template was given. */
  readonly payload: MailPayload;
  readonly subject: string;
  readonly text: string;
  /** The link of the mail, as a path of the portal; '' when it has none. */
  readonly link: string;
}

const LINKS: Partial<Record<MailTemplate, RouteName>> = {
  invitation: 'invitation',
  'email-confirm': 'emailConfirm',
  'password-reset': 'passwordResetNew',
};

/** Reads the outbox, as long as the mailer is not there yet. */
export class Mailbox {
  readonly #seen = new Set<string>();
  readonly #portal: Portal;

  constructor(portal: Portal, _dataDir: string) {
    this.#portal = portal;
  }

  async deliver(): Promise<Mail[]> {
    const em = this.#portal.app.get(MikroORM).em.fork() as EntityManager;
    const waiting = await em.find(OutboxMessage, { sentAt: null }, { orderBy: { id: 'asc' } });
    return waiting
      .filter(({ id }) => !this.#seen.has(id))
      .map((message) => {
        this.#seen.add(message.id);
        const payload = message.payload ?? {};
        const route = LINKS[message.template as MailTemplate];
        const link = route ? ROUTES[route][message.language].replace(':token', String(payload.token)) : '';
        const template = message.template as MailTemplate;
        return { template, to: message.recipient ?? '', language: message.language, payload, subject: '', text: '', link };
      });
  }
}

/** The one mail of a template among those delivered. */
export function theMail(mails: readonly Mail[], template: MailTemplate, to?: string): Mail {
  const found = mails.filter((mail) => mail.template === template && (to === undefined || mail.to === to));
  if (found.length !== 1)
    throw new Error(`${found.length} mails are "${template}"; there were: ${mails.map((mail) => mail.template).join(', ')}`);
  return found[0] as Mail;
}
