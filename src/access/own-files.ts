import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Claim } from '../claims/file-claims.js';
import { Clock } from '../clock.js';
import { isUuid } from '../database/uuid.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import type { Actor } from './actor.js';

/** Which case a parameter of an address leads to. A parameter that is missing here leads to no case. */
const CASE_OF: Readonly<Record<string, string>> = {
  case: 'select id from case_file where id = ?',
  account: 'select p.case_file_id from account a join person p on p.id = a.person_id where a.id = ?',
  person: 'select case_file_id from person where id = ?',
  attempt: 'select p.case_file_id from photo_attempt t join person p on p.id = t.person_id where t.id = ?',
  look: 'select p.case_file_id from photo_second_look l join photo_attempt t on t.id = l.attempt_id join person p on p.id = t.person_id where l.id = ?',
  thread: 'select p.case_file_id from message_thread t join person p on p.id = t.person_id where t.id = ?',
  card: 'select p.case_file_id from card d join person p on p.id = d.person_id where d.id = ?',
  request:
    'select p.case_file_id from password_request q join account a on a.id = q.account_id join person p on p.id = a.person_id where q.id = ?',
};
export const PARAMS_THAT_LEAD_TO_A_CASE = Object.keys(CASE_OF);

/** The officer's own files: one of its persons, or of their accounts, has the officer's address. */
const OWN = `select p.case_file_id from account o join person p on p.email_index = o.email_index where o.id = ?
             union all
             select p.case_file_id from account o join account a on a.email_index = o.email_index and a.person_id is not null
                                              join person p on p.id = a.person_id where o.id = ?`;
const DECLARED = 'select r.case_file_id from officer_relative r where r.account_id = ? and r.removed_at is null';

type Behind =
  | { readonly caseFile: string; readonly closed: ClosedAs; readonly claim: null }
  | { readonly caseFile: string | null; readonly closed: null; readonly claim: Claim | null };

interface FoundFile {
  readonly id: string;
  readonly own: number;
  readonly declared: number;
  readonly claimed_by: string | null;
  readonly claimed_until: string | null;
}

/** Why a file is closed to an officer; also names of texts. */
export type ClosedAs = 'own' | 'relative';

export const ownFileRefusal = (reason: ClosedAs): RefusalPage => new RefusalPage(403, 'admin/own-file', { reason });

/** Told beside each row, for the trail. */
export interface KeptOwnFile {
  readonly account_id: string;
  readonly case_file_id: string;
}

/**
 * Before an address is replaced: files that are an officer's own by it stay theirs, as declared ones. Otherwise who gave the portal
 * another address, as officer or as applicant, would open their own file.
 */
export function keepOwnFiles(em: EntityManager, formerEmailIndex: Buffer, now: Date): Promise<KeptOwnFile[]> {
  return em.execute<KeptOwnFile[]>(KEEP_OWN, [now, formerEmailIndex, formerEmailIndex, formerEmailIndex]);
}

const KEEP_OWN = `insert into officer_relative (id, account_id, case_file_id, relation, declared_at)
                  select uuidv7(), o.id, f.case_file_id, 'own', ?
                    from account o
                   cross join (select case_file_id from person where email_index = ?
                               union select p.case_file_id from account a join person p on p.id = a.person_id where a.email_index = ?) f
                   where o.kind = 'officer' and o.email_index = ?
                  on conflict do nothing
                  returning account_id, case_file_id`;

/**
 * No officer opens their own file or a declared relative's, supervisors neither (PORTAL.md 2). Asked for every request of an officer whose
 * address leads to a case, and again by services where they lock the file.
 */
@Injectable()
export class OwnFiles {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /** To which case an address leads, null for none; why it stays closed to this officer, null where it does not; and who works on it now. */
  async behind(officer: Actor<'officer'>, params: Readonly<Record<string, unknown>>, em: EntityManager = this.em): Promise<Behind> {
    let caseFile: string | null = null;
    let claim: Claim | null = null;
    for (const [name, id] of Object.entries(params)) {
      const target = CASE_OF[name];
      if (!target || typeof id !== 'string' || !isUuid(id)) continue;
      const { accountId } = officer;
      const sql = `select t.id, (select count(*)::int from (${OWN}) o where o.case_file_id = t.id) own,
                          (select count(*)::int from (${DECLARED}) d where d.case_file_id = t.id) declared,
                          c.account_id claimed_by, c.until claimed_until
                     from (${target}) t(id) left join file_claim c on c.case_file_id = t.id and c.until > ?`;
      const [found] = await em.execute<FoundFile[]>(sql, [accountId, accountId, accountId, id, this.clock.now()]);
      if (found?.own) return { caseFile: found.id, closed: 'own', claim: null };
      if (found?.declared) return { caseFile: found.id, closed: 'relative', claim: null };
      caseFile = found?.id ?? caseFile;
      if (found?.claimed_by && found.claimed_until) claim = { accountId: found.claimed_by, until: new Date(found.claimed_until) };
    }
    return { caseFile, closed: null, claim };
  }

  /** @throws RefusalPage 403 with the reason */
  async refuse(officer: Actor<'officer'>, params: Readonly<Record<string, unknown>>, em: EntityManager = this.em): Promise<void> {
    const { closed } = await this.behind(officer, params, em);
    if (closed) throw ownFileRefusal(closed);
  }

  /** The cases that an officer does not open, for lists: there they are no links. */
  async of(officer: Actor<'officer'>): Promise<ReadonlySet<string>> {
    const { sql, params } = ownCases(officer);
    const rows = await this.em.execute<{ case_file_id: string }[]>(sql, params);
    return new Set(rows.map((row) => row.case_file_id));
  }
}

/** The same as a part of another statement: rows of `case_file_id`. */
export const ownCases = ({ accountId }: Actor<'officer'>): { sql: string; params: string[] } => ({
  sql: `${OWN} union all ${DECLARED}`,
  params: [accountId, accountId, accountId],
});
