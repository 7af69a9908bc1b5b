import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { hashOfToken } from '../privacy/vault.js';
import { typedCheckCode } from './check-code.js';
import { OutboxMessage } from './outbox-message.entity.js';

/** What anybody may know of a mail whose code they have: nothing of it names a person. */
export interface SentMail {
  /** Which mail it is; its subject holds no value in any mail. */
  readonly template: string;
  readonly sentAt: Date;
  /** The receiver's address, masked. */
  readonly to: string;
}

/** Mails that left, found by their codes for as long as their rows are kept (PORTAL.md 5). */
@Injectable()
export class SentMails {
  constructor(private readonly em: EntityManager) {}

  /** Null for a code of no mail, and of one that has not left. */
  async byCode(typed: string): Promise<SentMail | null> {
    const code = typedCheckCode(typed);
    if (!code) return null;
    const found = await this.em.findOne(
      OutboxMessage,
      { checkHash: hashOfToken(code), sentAt: { $ne: null } },
      { exclude: ['recipient', 'payload'] },
    );
    return found?.sentAt ? { template: found.template, sentAt: found.sentAt, to: found.sentTo ?? '' } : null;
  }
}
