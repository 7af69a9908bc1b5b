import { defineEntity, p } from '@mikro-orm/core';
import { CaseFile } from '../cases/case-file.entity.js';
import { id, keyedHash, time } from '../database/columns.js';
import { INVITATION_STATES, nextInvitation } from './invitation.states.js';

const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  indexes: [{ properties: ['state', 'sentAt'] }],
  properties: {
    id: id(),
    caseFile: () => p.oneToOne(CaseFile).owner(),
    state: p.enum(INVITATION_STATES).default('draft').index(),
    tokenHash: keyedHash().unique().nullable(),
    sentAt: time().nullable(),
    endsAt: time().nullable(),
    repliedAt: time().nullable(),
    /** How often its person was reminded since it was sent. */
    reminders: p.integer().default(0),
    version: p.integer().version(),
  },
});

/** The invitation of a case; its link is used once. Sending it again makes a new link, and the old one is dead. */
export class Invitation extends InvitationSchema.class {
  send(tokenHash: Buffer, at: Date, endsAt: Date): void {
    this.state = nextInvitation(this.state, 'send');
    this.tokenHash = tokenHash;
    this.sentAt = at;
    this.endsAt = endsAt;
    this.reminders = 0;
  }

  reply(at: Date): void {
    this.state = nextInvitation(this.state, 'reply');
    this.repliedAt = at;
  }

  /** The mail came back: nobody can answer it, and its link is dead (PORTAL.md 6.6). */
  bounce(): void {
    this.state = nextInvitation(this.state, 'bounce');
  }

  /** Nobody answered in time. */
  expire(): void {
    this.state = nextInvitation(this.state, 'expire');
  }

  /** What it was for is done: the account is made. */
  close(): void {
    this.state = nextInvitation(this.state, 'close');
  }

  /** An invitation nobody answered in time; derived, so that no job has to come by first. */
  hasEnded(now: Date): boolean {
    return this.state === 'expired' || (this.state === 'sent' && !!this.endsAt && now >= this.endsAt);
  }
}
InvitationSchema.setClass(Invitation);
