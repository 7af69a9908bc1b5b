import { defineEntity, p } from '@mikro-orm/core';
import { id, time } from '../database/columns.js';

const AuditEventSchema = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_event',
  indexes: [{ properties: ['subject', 'at'] }],
  properties: {
    id: id(),
    at: time(),
    /** A kind of actor, or `system`. */
    actorKind: p.string(),
    actorAccount: p.uuid().nullable(),
    /** `presence.declared`, `photo.returned` … */
    action: p.string(),
    /** The record it happened to: a person, case, account or attempt. */
    subject: p.uuid(),
    caseFile: p.uuid().nullable(),
    /** Codes and counts only, never personal facts. */
    details: p.json().$type<Record<string, string | number | boolean | null | string[]>>(),
  },
});

/** What happened, by whom, when. The application's role can add rows and read them, nothing else (TRUST.md 20). */
export class AuditEvent extends AuditEventSchema.class {}
AuditEventSchema.setClass(AuditEvent);
