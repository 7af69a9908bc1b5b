import type { EntityManager } from '@mikro-orm/postgresql';
import type { Actor, OfficerRole } from '../access/actor.js';
import { may, type Permission } from '../access/permissions.js';
import type { Language } from '../language/language.js';

interface Found {
  readonly id: string;
  readonly role: OfficerRole | null;
  readonly language: Language;
  readonly state: string;
}

const READER = `select a.id, a.role, a.language, a.state from case_import i join account a on a.id = coalesce(i.read_by, i.begun_by)
                 where i.id = ? and i.stopped_at is null`;
const SENDER = `select a.id, a.role, a.language, a.state from case_import i join account a on a.id = i.inviting_by
                 where i.id = ? and i.inviting_stopped_at is null`;

/** In whose name an import's next case is opened; null once the account is suspended, or is there for something else. */
export const readerOf = (em: EntityManager, importId: string): Promise<Actor<'officer'> | null> =>
  whoMay(em, READER, importId, 'case.create');

/** In whose name its next invitation is sent; null alike. */
export const senderOf = (em: EntityManager, importId: string): Promise<Actor<'officer'> | null> =>
  whoMay(em, SENDER, importId, 'invitation.send');

async function whoMay(em: EntityManager, sql: string, importId: string, permission: Permission): Promise<Actor<'officer'> | null> {
  const [found] = await em.execute<Found[]>(sql, [importId]);
  if (!found || found.state === 'suspended') return null;
  const role = found.role ?? 'officer';
  return may(role, permission) ? { kind: 'officer', accountId: found.id, personId: null, language: found.language, role } : null;
}
