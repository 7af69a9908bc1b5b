import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { simpleParser } from 'mailparser';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { Mailer } from '../../src/mail/mailer.js';
import { type MailPayload, OutboxMessage } from '../../src/mail/outbox-message.entity.js';
import type { MailTemplate } from '../../src/mail/outbox.js';
import type { Portal } from '../../src/portal.js';
import { PublicUrl } from '../../src/security/public-url.js';

/** Where any mail can be checked is in every mail, and is not what it leads to. */
const CHECK_PAGES = LANGUAGES.map((language) => href('emailCheck', language));

/** A mail that went out, as its reader gets it. */
export interface Mail {
  readonly template: MailTemplate;
  readonly to: string;
  /** The reader's, which comes first in the message. */
  readonly language: 'en' | 'fr';
  /** What the template was given; the outbox has forgotten it since. */
  readonly payload: MailPayload;
  /** By which anybody checks that it is from us. */
  readonly code: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The first link in the message, as a path of the portal; '' when it has none. */
  readonly link: string;
}

/** Sends what is due through the portal's own mailer, and reads the files that it wrote. */
export class Mailbox {
  readonly #portal: Portal;
  readonly #folder: string;
  readonly #read = new Set<string>();

  constructor(portal: Portal, dataDir: string) {
    this.#portal = portal;
    this.#folder = join(dataDir, 'mail');
  }

  async deliver(): Promise<Mail[]> {
    const em = this.#portal.app.get(MikroORM).em.fork() as EntityManager;
    const waiting = await em.find(OutboxMessage, { sentAt: null, failedAt: null }, { orderBy: { id: 'asc' } });
    const given = new Map(waiting.map((message) => [message.id, { ...message, payload: message.payload ?? {} }]));
    const sent = await this.#portal.app.get(Mailer, { strict: false }).deliverDue();
    const files = this.#newFiles();
    if (files.length !== sent) throw new Error(`${sent} mails were sent, and ${files.length} files were written`);
    return Promise.all(
      files.map(async (name) => {
        const message = given.get(/[0-9a-f-]{36}(?=\.eml$)/.exec(name)?.[0] ?? '');
        if (!message) throw new Error(`the mail ${name} has no row in the outbox`);
        const read = await simpleParser(readFileSync(join(this.#folder, name)), { skipTextToHtml: true });
        const [text, to] = [read.text ?? '', [read.to ?? []].flat()[0]?.value[0]?.address ?? ''];
        const { template, language } = message;
        const { checkCode, ...payload } = message.payload;
        return {
          template: template as MailTemplate,
          to,
          language,
          payload,
          code: String(checkCode ?? ''),
          subject: read.subject ?? '',
          text,
          html: read.html || '',
          link: this.#linkIn(text),
        };
      }),
    );
  }

  #newFiles(): string[] {
    let names: string[] = [];
    try {
      names = readdirSync(this.#folder).filter((name) => name.endsWith('.eml') && !name.startsWith('.'));
    } catch {
      // no mail was ever written
    }
    const fresh = names.filter((name) => !this.#read.has(name)).sort();
    for (const name of fresh) this.#read.add(name);
    return fresh;
  }

  #linkIn(text: string): string {
    const own = this.#portal.app.get(PublicUrl).value;
    const link = (text.match(/https?:\/\/[^\s<>)\]]+/g) ?? []).find(
      (address) => address.startsWith(own) && !CHECK_PAGES.some((page) => address.startsWith(own + page)),
    );
    return link?.slice(own.length) ?? '';
  }
}

/** The one mail of a template among those delivered. */
export function theMail(mails: readonly Mail[], template: MailTemplate, to?: string): Mail {
  const found = mails.filter((mail) => mail.template === template && (to === undefined || mail.to === to));
  if (found.length !== 1)
    throw new Error(`${found.length} mails are "${template}"; there were: ${mails.map((mail) => mail.template).join(', ')}`);
  return found[0] as Mail;
}
