import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import { simpleParser } from 'mailparser';
import type { Config } from '../config.js';
import { mailFolder } from '../mail/transports.js';
import { CONFIG } from '../tokens.js';

/** A mail of the folder, as a reader would get it. */
export interface FolderMail {
  /** The file's name without `.eml`. */
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly date: Date;
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
}

/** Reads the mails that the folder transport wrote. */
@Injectable()
export class MailFolder {
  readonly #folder: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.#folder = mailFolder(config);
  }

  /** Names of all mails, newest first. */
  ids(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.eml') && NAME.test(name.slice(0, -'.eml'.length)))
      .map((name) => name.slice(0, -'.eml'.length))
      .sort()
      .reverse();
  }

  /** @throws NotFoundException */
  async read(id: string): Promise<FolderMail> {
    const file = join(this.#folder, `${id}.eml`);
    if (!NAME.test(id) || !existsSync(file)) throw new NotFoundException();
    const { from, to, subject, date, messageId, text, html } = await simpleParser(await readFile(file), { skipTextToHtml: true });
    return {
      id,
      from: from?.text ?? '',
      to: (Array.isArray(to) ? to : [to]).map((list) => list?.text ?? '').join(', '),
      subject: subject ?? '',
      date: date ?? new Date(0),
      messageId: messageId ?? '',
      text: text ?? '',
      html: html || '',
    };
  }
}

/** What FolderTransport calls its files. */
const NAME = /^\d{8}T\d{9}Z-[0-9a-f-]{36}$/;
