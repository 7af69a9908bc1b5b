import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/permissions.js';
import { ownCases } from '../access/own-files.js';
import { Account } from '../accounts/account.entity.js';
import { Person } from '../cases/person.entity.js';
import { Clock } from '../clock.js';
import {
  type LimitedCount,
  limitedCount,
  QUEUE_KINDS,
  QUEUE_ROWS,
  type QueueFilter,
  type QueueKind,
  type QueuePlace,
} from './queue.filter.js';
import { cutOff } from '../database/cut-off.js';
import { queueRowsSql, queueSql } from './queue.sql.js';

export type QueueTask =
  | 'readReply'
  | 'createAccount'
  | 'createFamilyAccounts'
  | 'emailNotConfirmed'
  | 'invitationBounced'
  | 'mailBounced'
  | 'reissuePassword'
  | 'releaseAccount'
  | 'verifyPresence'
  | 'look'
  | 'lookAgain'
  | 'confirmResidence'
  | 'correctRecord'
  | 'printCard'
  | 'mailCard'
  | 'mailCardAgain'
  | 'replaceCard'
  | 'answerMessage';

/** Something that waits for an officer. */
export interface QueueRow extends QueuePlace {
  readonly kind: QueueKind;
  readonly task: QueueTask;
  readonly personId: string | null;
  readonly accountId: string | null;
  /** The case, person, account, attempt, card or request on which it is done. */
  readonly target: string;
  /** The promised day of a card, `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  /** Who it is about; an account without a person has a name of its own. */
  readonly name: string;
  readonly applicationNumber: string | null;
  /** A colleague handles it: the file is the officer's own or a relative's. */
  readonly own: boolean;
  /** Null for what is about an officer's or a representative's account. */
  readonly caseId: string | null;
  /** Who works on the case now. */
  readonly claim: { readonly mine: boolean; readonly name: string; readonly until: Date } | null;
}

export interface Queue {
  readonly counts: Readonly<Record<QueueKind, LimitedCount>>;
  readonly total: LimitedCount;
  /** What is past its promised day: cards (S12), and what was promised in messages. */
  readonly late: LimitedCount;
  /** The same of what is shown. */
  readonly lateHere: LimitedCount;
  /** People who were to be back in Canada, and have not said that they are (S2c). They have to act, so they are no task. */
  readonly dueBack: LimitedCount;
  readonly rows: readonly QueueRow[];
  /** Where the next rows begin; null when these are the last. */
  readonly next: QueuePlace | null;
}

/** What "Next" leads to. */
export type NextRow = Pick<QueueRow, 'task' | 'target' | 'caseId'>;

type Unnamed = Omit<QueueRow, 'name' | 'applicationNumber' | 'own' | 'claim'> & {
  readonly claimedBy: string | null;
  readonly claimedUntil: number | null;
  /** Of a declaration on paper: another officer verifies it. */
  readonly recordedBy: string | null;
};

interface Counted {
  readonly kind: QueueKind;
  /** What is past its promised day; otherwise everything that waits. */
  readonly late: boolean;
  readonly number: number;
  /** Not all of it was looked at. */
  readonly more: boolean;
}

/** Everything that waits for an officer, oldest first. */
@Injectable()
export class WorkQueue {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  async read(officer: Actor<'officer'>, filter: QueueFilter): Promise<Queue> {
    const { sql, params } = queueSql(filter, may(officer.role, 'staff.manage'), this.clock.now());
    const own = ownCases(officer);
    // one statement for all: who reads it waits for the database once
    const [read] = await this.em.execute<
      { counts: string; rows: string | null; horizon: string | null; due_back: number; own: string | null }[]
    >(`${sql}, (select json_agg(case_file_id)::text from (${own.sql}) o) own`, [...params, ...own.params]);
    const ownCaseIds = new Set(JSON.parse(read?.own ?? '[]') as string[]);
    const counted = JSON.parse(read?.counts ?? '[]') as Counted[];
    const found = JSON.parse(read?.rows ?? '[]') as Unnamed[];
    const { shown, last } = cutOff(found, QUEUE_ROWS);
    const sum = (which: (one: Counted) => boolean): LimitedCount => {
      const among = counted.filter(which);
      const number = among.reduce((all, one) => all + one.number, 0);
      return filter.language ? { number, more: among.some(({ more }) => more) } : limitedCount(number);
    };
    const here = ({ kind }: Counted): boolean => !filter.kind || kind === filter.kind;
    return {
      counts: Object.fromEntries(QUEUE_KINDS.map((kind) => [kind, sum((one) => one.kind === kind && !one.late)])) as Record<
        QueueKind,
        LimitedCount
      >,
      total: sum((one) => here(one) && one.late === filter.overdue),
      late: sum((one) => one.late),
      lateHere: sum((one) => here(one) && one.late),
      dueBack: limitedCount(read?.due_back ?? 0),
      rows: await this.#named(officer, shown, ownCaseIds),
      next: last ?? (JSON.parse(read?.horizon ?? 'null') as QueuePlace | null),
    };
  }

  /**
   * The first task, oldest first, whose file nobody else has and this officer may open and decide on, once `take` has it: another officer may have been
   * quicker. Null when there is none.
   * @param passedOver cases that are left alone
   */
  async next(
    officer: Actor<'officer'>,
    filter: QueueFilter,
    take: (row: NextRow) => Promise<boolean>,
    passedOver: readonly string[] = [],
  ): Promise<NextRow | null> {
    const own = ownCases(officer);
    for (let after: QueuePlace | null = null; ; ) {
      const { sql, params } = queueRowsSql({ ...filter, after }, may(officer.role, 'staff.manage'), this.clock.now());
      const [read] = await this.em.execute<{ rows: string | null; horizon: string | null; own: string | null }[]>(
        `${sql}, (select json_agg(case_file_id)::text from (${own.sql}) o) own`,
        [...params, ...own.params],
      );
      const leftAlone = new Set([...(JSON.parse(read?.own ?? '[]') as string[]), ...passedOver]);
      const found = JSON.parse(read?.rows ?? '[]') as Unnamed[];
      for (const row of found) {
        const anothers = row.recordedBy === officer.accountId || (row.claimedBy !== null && row.claimedBy !== officer.accountId);
        if (!anothers && !leftAlone.has(row.caseId ?? '') && (await take(row))) return row;
      }
      after = found.length > QUEUE_ROWS ? (found.at(-1) ?? null) : (JSON.parse(read?.horizon ?? 'null') as QueuePlace | null);
      if (!after) return null;
    }
  }

  /** Names are encrypted, so they are read as records; all at once, whatever the rows. */
  async #named(officer: Actor<'officer'>, rows: readonly Unnamed[], own: ReadonlySet<string>): Promise<QueueRow[]> {
    const personIds = rows.flatMap(({ personId }) => personId ?? []);
    const accountIds = rows.flatMap(({ personId, accountId, claimedBy }) =>
      [(personId === null && accountId) || [], claimedBy ?? []].flat(),
    );
    const persons = personIds.length > 0 ? await this.em.find(Person, { id: { $in: personIds } }, { populate: ['caseFile'] }) : [];
    const accounts = accountIds.length > 0 ? await this.em.find(Account, { id: { $in: accountIds } }) : [];
    const personOf = new Map(persons.map((person) => [person.id, person]));
    const accountOf = new Map(accounts.map((account) => [account.id, account]));
    const nameOf = (account?: Account): string => account?.displayName ?? account?.username ?? '';
    return rows.map(({ claimedBy, claimedUntil, recordedBy: _recordedBy, ...row }) => {
      const person = personOf.get(row.personId ?? '');
      const account = accountOf.get(row.accountId ?? '');
      return {
        ...row,
        name: person?.fullName ?? nameOf(account),
        applicationNumber: person?.caseFile.applicationNumber ?? null,
        own: own.has(person?.caseFile.id ?? ''),
        claim:
          claimedBy === null
            ? null
            : {
                mine: claimedBy === officer.accountId,
                name: nameOf(accountOf.get(claimedBy)),
                until: new Date(claimedUntil ?? 0),
              },
      };
    });
  }
}
