import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable, NotFoundException } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CaseFile } from '../../cases/case-file.entity.js';
import { Clock } from '../../clock.js';
import { isUuid } from '../../database/uuid.js';
import { opened } from '../../privacy/encrypted.js';
import { OutboxMessage } from '../outbox-message.entity.js';

/** A mail of a case that came back and waits for an officer. */
export interface BouncedMail {
  readonly id: string;
  /** Given up, a full mailbox for example: the address may be right. */
  readonly undelivered: boolean;
  readonly template: string;
  readonly personId: string;
  readonly sentAt: Date | null;
  readonly bouncedAt: Date;
  /** The address, masked; what we had it for may have changed since. */
  readonly to: string;
}

/**
 * Mails that came back or were given up, and wait for an officer, in SQL over the mail and its person by these names: not once the address was
 * confirmed since, the same mail was sent again, or an officer has seen it. `offset 0`: looked up for that mail alone, and not in all mails.
 */
export const bounceWaits = (mail: 'o' | 'e', person: 'p' | 'q'): string => `${mail}.bounce <> 'temporary' and ${mail}.bounce_seen_at is null
   and (${person}.email_confirmed_at is null or ${person}.email_confirmed_at <= ${mail}.created_at)
   and not exists (select from outbox_message l where l.about_person = ${mail}.about_person and l.id > ${mail}.id
                      and replace(l.template, '-reissued', '') = replace(${mail}.template, '-reissued', '') offset 0)`;

const OF_CASE = `select o.id, o.bounce, o.template, o.about_person, o.sent_at, o.bounced_at, o.sent_to
                   from outbox_message o join person p on p.id = o.about_person
                  where p.case_file_id = ? and ${bounceWaits('o', 'p')}
                  order by o.bounced_at, o.id limit 50`;

interface Row {
  id: string;
  bounce: string;
  template: string;
  about_person: string;
  sent_at: string | Date | null;
  bounced_at: string | Date;
  sent_to: Buffer | null;
}

/** What officers see of mails that came back. */
@Injectable()
export class BouncedMails {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async ofCase(caseId: string): Promise<BouncedMail[]> {
    const rows = await this.em.execute<Row[]>(OF_CASE, [caseId]);
    return rows.map(({ id, bounce, template, about_person, sent_at, bounced_at, sent_to }) => ({
      id,
      undelivered: bounce === 'undelivered',
      template,
      personId: about_person,
      sentAt: sent_at ? new Date(sent_at) : null,
      bouncedAt: new Date(bounced_at),
      to: sent_to ? opened<string>(sent_to, 'outbox_message.sent_to') : '•••',
    }));
  }

  /** An officer has read that it came back: it leaves the queue. One of another case, or seen already, is left alone. @throws NotFoundException for no case */
  async see(officer: Actor<'officer'>, caseId: string, mailId: string): Promise<void> {
    if (!isUuid(caseId) || (await this.em.count(CaseFile, { id: caseId })) === 0) throw new NotFoundException();
    if (!isUuid(mailId)) return;
    await this.em.transactional(
      async (em) => {
        const [row] = (await this.ofCase(caseId)).filter(({ id }) => id === mailId);
        const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, exclude: ['recipient', 'payload', 'sentTo'] } as const;
        const message = row && (await em.findOne(OutboxMessage, { id: row.id, bounceSeenAt: null }, lock));
        if (!row || !message) return;
        const now = this.clock.now();
        message.bounceSeenAt = now;
        this.audit.record(em, officer, 'mail.bounce_seen', row.personId, now, { mail: row.template }, caseId);
      },
      { clear: true },
    );
  }
}
