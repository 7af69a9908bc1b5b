import { EntityManager } from '@mikro-orm/postgresql';
import { Inject, Injectable } from '@nestjs/common';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { type AuditAction, FOR_OFFICERS_ONLY } from '../audit/audit-actions.js';
import { Person } from '../cases/person.entity.js';
import { after, Clock, SECOND } from '../clock.js';
import type { Config } from '../config.js';
import { CONFIG } from '../tokens.js';

export interface CaseEvent {
  readonly position: number;
  readonly at: Date;
  readonly action: AuditAction;
  readonly actorKind: string;
  readonly actorAccount: string | null;
  /** The person it is about, where it is about one. */
  readonly about: string | null;
}

export interface EventPage {
  readonly events: readonly CaseEvent[];
  /** Where the next page begins; null when this is the last. */
  readonly next: number | null;
}

interface Row {
  position: string;
  at: Date;
  action: AuditAction;
  actor_kind: string;
  actor_account: string | null;
  about: string | null;
}

/** The person behind the subject of an event: themselves, or whose photo it is. */
const ABOUT = `coalesce((select p.id from person p where p.id = e.subject), (select h.person_id from photo_attempt h where h.id = e.subject))`;

/** What the trail holds of a case, the newest first; a page begins before a position of the case's chain. */
@Injectable()
export class CaseEvents {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'photoUndoSeconds'>,
  ) {}

  /**
   * What the owner of an account may read: not the office's own affairs, nothing of other accounts of the case or of persons for
   * whom they do not act, and of decisions only
   * those that stand (a decision on a photo can be undone for a minute, and what people read never goes back).
   */
  async forOwner(caseFile: string, accountId: string, before: number | null, size: number): Promise<EventPage> {
    const standing = after(this.clock.now(), -this.config.photoUndoSeconds * SECOND);
    return this.#page(
      `and e.action <> all (?::text[])
       and not exists (select from account a where a.id = e.subject and a.id <> ?)
       and (${ABOUT} is null or exists (select from acts_for t where t.account_id = ? and t.person_id = ${ABOUT} and t.until is null))
       and (e.action not in ('photo.accepted', 'photo.returned', 'card.requested') or (e.at <= ? and not exists (
             select from audit_event u where u.chain = e.chain and u.position > e.position and u.action in ('photo.undone', 'card.withdrawn')
                and u.subject = e.subject and not exists (select from audit_event d where d.chain = e.chain and d.subject = e.subject
                      and d.action in ('photo.accepted', 'photo.returned', 'card.requested') and d.position > e.position and d.position < u.position))))`,
      [`{${FOR_OFFICERS_ONLY.join(',')}}`, accountId, accountId, standing],
      caseFile,
      before,
      size,
    );
  }

  async forOfficer(caseFile: string, before: number | null, size: number): Promise<EventPage> {
    return this.#page('', [], caseFile, before, size);
  }

  /** The names of those who acted, by account. */
  async namesOf(events: readonly CaseEvent[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(events.flatMap(({ actorAccount }) => actorAccount ?? []))];
    const accounts = ids.length > 0 ? await this.em.find(Account, { id: { $in: ids } }, { populate: ['person'] }) : [];
    return new Map(accounts.map((account) => [account.id, nameOf(account)]));
  }

  /** The names of those whom the events are about, by person. */
  async personsOf(events: readonly CaseEvent[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(events.flatMap(({ about }) => about ?? []))];
    const persons = ids.length > 0 ? await this.em.find(Person, { id: { $in: ids } }) : [];
    return new Map(persons.map(({ id, fullName }) => [id, fullName]));
  }

  async #page(which: string, values: unknown[], caseFile: string, before: number | null, size: number): Promise<EventPage> {
    const rows = await this.em.execute<Row[]>(
      `select e.position, e.at, e.action, e.actor_kind, e.actor_account, ${ABOUT} as about from audit_event e
        where e.chain = ? and e.position < ? ${which} order by e.position desc limit ${size + 1}`,
      [caseFile, before ?? Number.MAX_SAFE_INTEGER, ...values],
    );
    const events = rows.slice(0, size).map((row) => ({
      position: Number(row.position),
      at: new Date(row.at),
      action: row.action,
      actorKind: row.actor_kind,
      actorAccount: row.actor_account,
      about: row.about,
    }));
    return { events, next: rows.length > size ? (events.at(-1)?.position ?? null) : null };
  }
}

/** Reads `?before=17`; whatever it does not know is as if it were not there. */
export const readBefore = (given: unknown): number | null =>
  typeof given === 'string' && /^[1-9]\d{0,14}$/.test(given) ? Number(given) : null;

/** What is done before anybody is signed in, by whoever holds the mail or the name. */
export const doneBySomebody = ({ action, actorKind }: CaseEvent): boolean =>
  actorKind === 'system' && /^(invitation\.identity|reply\.|sign_in\.|password\.)/.test(action);
