import type { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { AuditAction } from './audit-actions.js';
import { AuditEvent } from './audit-event.entity.js';

type AuditDetails = Record<string, string | number | boolean | null | string[]>;

/** The trail of what happened. Always written in the caller's transaction: a change and its event are one write. */
@Injectable()
export class AuditLog {
  /**
   * @param actor null when the portal itself acts, or somebody who is not signed in
   * @param action `noun.verb`, in the past: `presence.declared`; all of them are in audit-actions.ts
   * @param details codes and counts only, never personal facts
   */
  record(
    em: EntityManager,
    actor: Actor | null,
    action: AuditAction,
    subject: string,
    at: Date,
    details: AuditDetails = {},
    caseFile: string | null = null,
  ): void {
    em.create(AuditEvent, {
      at,
      actorKind: actor?.kind ?? 'system',
      actorAccount: actor?.accountId ?? null,
      action,
      subject,
      caseFile,
      details,
    });
  }
}
