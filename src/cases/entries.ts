import type { EntityManager } from '@mikro-orm/postgresql';
import type { Entry } from '../confirmation/lane-facts.js';
import { ADDRESS_OPEN } from '../invitations/address-open.js';
import type { InvitationState } from '../invitations/invitation.states.js';

interface EntryRow {
  person: string;
  invitation: InvitationState;
  invitation_ends_at: string | Date | null;
  account: 'temporary' | 'active' | 'suspended' | null;
  password_ends_at: string | Date | null;
  requested: boolean;
  address_open: boolean;
}

/**
 * How persons come in: invitation and account at this moment, of whoever acts for them now (acts-for.policy.ts);
 * by person, in one statement for a whole list.
 */
export async function entriesOf(em: EntityManager, personIds: readonly string[], now: Date): Promise<Map<string, Entry>> {
  if (personIds.length === 0) return new Map();
  const rows = await em.execute<EntryRow[]>(
    `select p.id as person, i.state as invitation, i.ends_at as invitation_ends_at, a.state as account,
            a.temporary_password_ends_at as password_ends_at,
            exists (select 1 from password_request q where q.account_id = a.id and q.closed_at is null) as requested,
            ${ADDRESS_OPEN} as address_open
       from person p
       join invitation i on i.case_file_id = p.case_file_id
       left join lateral (
         select o.id, o.state, o.temporary_password_ends_at, 0 as rank
           from acts_for f join account o on o.id = f.account_id
          where f.person_id = p.id and f.until is null and f.relation <> 'self'
         union all select o.id, o.state, o.temporary_password_ends_at, 1 from account o where o.person_id = p.id
         order by rank limit 1) a on true
      where p.id in (${personIds.map(() => '?').join(', ')})`,
    [...personIds],
  );
  return new Map(rows.map((row) => [row.person, entryOf(row, now)]));
}

function entryOf(row: EntryRow, now: Date): Entry {
  const invitationEnded = row.invitation === 'sent' && row.invitation_ends_at !== null && now >= new Date(row.invitation_ends_at);
  const endsAt = row.password_ends_at === null ? null : new Date(row.password_ends_at);
  return {
    invitation: invitationEnded ? 'expired' : row.invitation,
    account: accountOf(row, endsAt, now),
    temporaryPasswordEndsAt: endsAt,
    addressOpen: row.address_open,
  };
}

function accountOf({ account, requested }: EntryRow, endsAt: Date | null, now: Date): Entry['account'] {
  if (account === null) return 'none';
  if (account !== 'temporary') return 'active';
  if (requested) return 'requested';
  return endsAt !== null && now < endsAt ? 'temporary' : 'expired';
}
