import type { EntityManager } from '@mikro-orm/postgresql';
import { after, DAY } from '../clock.js';
import type { AuditAction } from './audit-actions.js';
import { AuditEvent } from './audit-event.entity.js';

/** Whether a mail of this act left within a day: each event says whether it was told. The caller holds a lock under which acts take turns. */
export async function toldLately(em: EntityManager, action: AuditAction, subject: string, now: Date): Promise<boolean> {
  return (await em.count(AuditEvent, { subject, action, at: { $gt: after(now, -DAY) }, details: { told: true } })) > 0;
}
