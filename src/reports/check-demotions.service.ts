import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { nameOf } from '../accounts/account-name.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../clock.js';
import { v7 } from '../database/uuid.js';
import { addDays, dayOf, TIME_ZONE } from '../language/formats.js';
import { RefusalPage } from '../pages/error-pages.filter.js';
import { CheckDemotion } from '../photos/demotion/check-demotion.entity.js';
import type { CheckName } from '../photos/finding.js';
import { type Ledger, WARNING_CHECKS } from './fairness-report.js';
import { criesWolf, WOLF } from './report.rules.js';

/** Where a check stands: what it is judged by, and whether it only informs. */
export interface Standing extends Ledger {
  readonly check: CheckName;
  /** Its figures put it up for demotion; never of one that only informs already. */
  readonly putUp: boolean;
  readonly demoted: { readonly at: Date; readonly by: string; readonly warned: number; readonly accepted: number } | null;
}

/** A check counts since it was last allowed to warn again: otherwise it would be put up on the same figures at once. */
const LEDGERS = `
  with since as (select check_name, (max(restored_at) at time zone '${TIME_ZONE}')::date restored_on from check_demotion group by check_name)
  select split_part(f.part, '/', 1) "check", coalesce(sum(f."count") filter (where f.figure = 'warned'), 0)::int warned,
         coalesce(sum(f."count") filter (where f.figure = 'warned_accepted'), 0)::int accepted
    from report_figure f left join since s on s.check_name = split_part(f.part, '/', 1)
   where f.day between ?::date and ?::date and f.figure in ('warned', 'warned_accepted') and (s.restored_on is null or f.day > s.restored_on)
   group by 1`;

/** A supervisor makes a check that cries wolf information, and lets it warn again (PORTAL.md 4). */
@Injectable()
export class CheckDemotions {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async standings(em: EntityManager = this.em): Promise<Standing[]> {
    const today = dayOf(this.clock.now());
    const ledgers = await em.execute<({ check: CheckName } & Ledger)[]>(LEDGERS, [addDays(today, -7 * WOLF.weeks), today]);
    const open = await em.find(CheckDemotion, { restoredAt: null });
    const officers = open.length > 0 ? await em.find(Account, { id: { $in: open.map(({ demotedBy }) => demotedBy) } }) : [];
    const names = new Map(officers.map((officer) => [officer.id, nameOf(officer)]));
    return WARNING_CHECKS.map((check) => {
      const { warned, accepted } = ledgers.find((ledger) => ledger.check === check) ?? { warned: 0, accepted: 0 };
      const row = open.find(({ checkName }) => checkName === check);
      const demoted = row ? { at: row.demotedAt, by: names.get(row.demotedBy) ?? '', warned: row.warned, accepted: row.accepted } : null;
      return { check, warned, accepted, demoted, putUp: !demoted && criesWolf({ warned, accepted }) };
    });
  }

  /** From now on the check only informs. Pressed twice it is done once. @throws RefusalPage 409 while its figures don't put it up */
  async demote(officer: Actor<'officer'>, check: CheckName): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const standing = (await this.standings(em)).find((one) => one.check === check);
        if (!standing || standing.demoted) return;
        if (!standing.putUp) throw new RefusalPage(409, 'reports/check-refused', { check });
        const [now, id, { warned, accepted }] = [this.clock.now(), v7(), standing];
        // of two presses at once the second finds the first one's row and changes nothing
        const made = await em.execute<{ id: string }[]>(
          `insert into check_demotion (id, check_name, warned, accepted, demoted_at, demoted_by) values (?, ?, ?, ?, ?, ?)
           on conflict (check_name) where restored_at is null do nothing returning id`,
          [id, check, warned, accepted, now, officer.accountId],
        );
        if (made.length > 0) this.audit.record(em, officer, 'check.demoted', id, now, { check, warned, accepted });
      },
      { clear: true },
    );
  }

  /** The check warns again. Pressed twice it is done once. */
  async restore(officer: Actor<'officer'>, check: CheckName): Promise<void> {
    await this.em.transactional(
      async (em) => {
        const row = await em.findOne(CheckDemotion, { checkName: check, restoredAt: null }, { lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!row) return;
        const now = this.clock.now();
        row.restore(officer, now);
        this.audit.record(em, officer, 'check.restored', row.id, now, { check });
      },
      { clear: true },
    );
  }
}
