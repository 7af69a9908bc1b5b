import { mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { SECOND } from '../clock.js';
import type { Config } from '../config.js';

/** A mail with its headers, ready to leave. */
export interface ReadyMail {
  readonly id: string;
  readonly date: Date;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly languages: readonly [string, string];
  /** An earlier try may have been taken without our knowing of it. */
  readonly wasTried: boolean;
}

/** A mail that would break out of its headers (TRUST.md 3). */
export class HeaderRefused extends Error {
  readonly code = 'EHEADER';
}

/** Takes mails for good, or throws. Tests put their own in its place. */
export abstract class MailTransport {
  abstract send(mail: ReadyMail): Promise<void>;
  /** Asked after a fault of the connection: false where no mail could leave now, so that the fault is none of the mail's. */
  reachable(): Promise<boolean> {
    return Promise.resolve(true);
  }
  close(): void {}
}

/** SMTP where MAIL_URL names a server; else files in a folder, never in production (config.ts refuses that start). */
export function mailTransport(config: Config): MailTransport {
  if (config.mailUrl) return new SmtpTransport(config.mailUrl, config.mailFrom, config.mailNeedsTls);
  if (config.mode === 'production') throw new Error('Production needs MAIL_URL');
  return new FolderTransport(mailFolder(config), config.mailFrom);
}

export const mailFolder = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'mail');

export class SmtpTransport extends MailTransport {
  readonly #server;

  /**
   * @param needsTls with a server that offers none, nothing is said: not even who it is for
   * @param patience how long a silent server is waited for
   */
  constructor(
    url: string,
    private readonly from: string,
    needsTls: boolean,
    patience = { connect: 20 * SECOND, silence: 60 * SECOND },
  ) {
    super();
    this.#server = createTransport({
      url,
      requireTLS: needsTls,
      connectionTimeout: patience.connect,
      greetingTimeout: patience.connect,
      socketTimeout: patience.silence,
    });
  }

  async send(mail: ReadyMail): Promise<void> {
    await this.#server.sendMail(messageOf(mail, this.from));
  }

  /** Whether the server greets, and takes our name and password. */
  override async reachable(): Promise<boolean> {
    return this.#server.verify().catch(() => false);
  }

  override close(): void {
    this.#server.close();
  }
}

/** Writes each mail as an `.eml` file; the names sort by time. Aside first and then renamed, so that nobody reads half a mail. */
export class FolderTransport extends MailTransport {
  readonly #composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  async send(mail: ReadyMail): Promise<void> {
    const { message } = await this.#composer.sendMail(messageOf(mail, this.from));
    const name = `${mail.date.toISOString().replace(/[-:.]/g, '')}-${mail.id}.eml`;
    const aside = join(this.folder, `.${name}`);
    mkdirSync(this.folder, { recursive: true });
    const file = await open(aside, 'w', 0o600);
    try {
      await file.writeFile(message as Buffer);
    } finally {
      await file.close();
    }
    await rename(aside, join(this.folder, name)).catch(async (fault: unknown) => {
      await rm(aside, { force: true });
      throw fault;
    });
  }
}

/** The domain of a sender, which is that of our Message-IDs. */
export const domainOf = (from: string): string => /@([^\s>]+)/.exec(from)?.[1] ?? 'localhost';

/**
 * The message for nodemailer. The Message-ID is the outbox row's, so that a mail sent twice by a crash is seen as one.
 * @throws HeaderRefused when an address or the subject holds a line break or another control character
 */
export function messageOf(mail: ReadyMail, from: string): SendMailOptions {
  for (const header of [mail.to, mail.subject, from])
    if (/\p{Cc}/u.test(header)) throw new HeaderRefused('a mail header holds a control character');
  if (!/^[^\s@,;:<>"()[\]\\]+@[^\s@,;:<>"()[\]\\]+$/.test(mail.to)) throw new HeaderRefused('a mail goes to exactly one address');
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.date,
    messageId: `<${mail.id}@${domainOf(from)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': mail.languages.join(', ') },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
