import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { after, HOUR } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { addDays, dayOf } from '../language/formats.js';
import { CORRECTED_DAYS, COUNT_DAY, COUNT_DECISIONS, DECISION_FIGURES } from './day-figures.sql.js';
import { COUNTED_EVERY } from './report.rules.js';
import { COUNT_WAITING, waitingParams } from './waiting.sql.js';

/** A day is counted until it has been over for so long: what can be undone then stands. */
const SETTLED_AFTER = HOUR;

/** Counts each day by the clock: today again and again, days that are over once more, and all since the first case where none was counted. */
@Injectable()
export class DayCounting implements OnModuleInit {
  constructor(
    private readonly em: EntityManager,
    private readonly jobs: TimedJobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register('reports.count', COUNTED_EVERY, (now, signal) => this.count(now, signal));
  }

  async count(now: Date, signal?: AbortSignal): Promise<void> {
    const today = dayOf(now);
    const { open, since } = await this.#begin(today);
    for (let day = open; day <= today; day = addDays(day, 1)) {
      if (signal?.aborted) return;
      await this.#countDay(day, now);
    }
    if (since) await this.#countCorrections(since, open);
    await this.#countWaiting(today, now);
  }

  /** The first day that is open still, and since when corrections of earlier days are not counted; at the very first time there are none. */
  async #begin(today: string): Promise<{ open: string; since: Date | null }> {
    const [last] = await this.em.execute<{ day: string; counted_at: string }[]>(
      `select to_char(day, 'YYYY-MM-DD') "day", counted_at from report_day order by day desc limit 1`,
    );
    if (last) {
      const since = after(new Date(last.counted_at), -SETTLED_AFTER);
      return { open: [last.day, dayOf(since)].sort()[0] ?? today, since };
    }
    const [first] = await this.em.execute<{ created_at: string }[]>('select created_at from case_file order by id limit 1');
    return { open: first ? dayOf(new Date(first.created_at)) : today, since: null };
  }

  /** The day's rows are replaced in one transaction, so that nobody reads half of them. */
  #countDay(day: string, now: Date): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      await em.execute(
        `insert into report_day (day, counted_at) values (?::date, ?) on conflict (day) do update set counted_at = excluded.counted_at`,
        [day, now],
      );
      await em.execute(`delete from report_figure where day = ?::date and figure not like 'waiting%'`, [day]);
      await em.execute(COUNT_DAY, [day, day, day]);
    });
  }

  /** A decision that a supervisor corrected later counts no more on its day; what is decided anew counts on the day of that. */
  async #countCorrections(since: Date, open: string): Promise<void> {
    const days = await this.em.execute<{ day: string }[]>(CORRECTED_DAYS, [since, open]);
    for (const { day } of days) {
      await this.em.fork().transactional(async (em) => {
        await em.execute(`delete from report_figure where day = ?::date and figure = any(string_to_array(?, ','))`, [
          day,
          DECISION_FIGURES.join(','),
        ]);
        await em.execute(COUNT_DECISIONS, [day, day, day]);
      });
    }
  }

  #countWaiting(today: string, now: Date): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      await em.execute(`delete from report_figure where day = ?::date and figure like 'waiting%'`, [today]);
      await em.execute(COUNT_WAITING, waitingParams(now, today));
      await em.execute('update report_day set waiting_counted_at = ? where day = ?::date', [now, today]);
    });
  }
}
