import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { after, HOUR } from '../clock.js';
import { TimedJobs } from '../jobs/timed-jobs.js';
import { addDays, dayOf } from '../language/formats.js';
import { COUNT_DAY } from './day-figures.sql.js';
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
    for (let day = await this.#firstOpenDay(today); day <= today; day = addDays(day, 1)) {
      if (signal?.aborted) return;
      await this.#countDay(day, now);
    }
    await this.#countWaiting(today, now);
  }

  async #firstOpenDay(today: string): Promise<string> {
    const [last] = await this.em.execute<{ day: string; counted_at: string }[]>(
      `select to_char(day, 'YYYY-MM-DD') "day", counted_at from report_day order by day desc limit 1`,
    );
    if (last) return [last.day, dayOf(after(new Date(last.counted_at), -SETTLED_AFTER))].sort()[0] ?? today;
    const [first] = await this.em.execute<{ created_at: string }[]>('select created_at from case_file order by id limit 1');
    return first ? dayOf(new Date(first.created_at)) : today;
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

  #countWaiting(today: string, now: Date): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      await em.execute(`delete from report_figure where day = ?::date and figure like 'waiting%'`, [today]);
      await em.execute(COUNT_WAITING, waitingParams(now, today));
    });
  }
}
