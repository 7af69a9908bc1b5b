import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { after, Clock, DAY, MINUTE } from '../clock.js';
import type { Config } from '../config.js';
import { CONFIG, POOL } from '../tokens.js';
import { URGENCY } from './urgency.js';

/** What a day's budget leaves to more urgent mails: a wave of reminders must not hold back a link that somebody waits for [A]. */
const SHARE_OF_DAY: Readonly<Record<number, number>> = { [URGENCY.first]: 1, [URGENCY.other]: 0.9, [URGENCY.last]: 0.8 };

const WINDOWS = [
  { name: 'minute', length: MINUTE },
  { name: 'day', length: DAY },
] as const;

/** One mail more in a window, unless it is full: one statement, so that any number of processes share the window. */
const TAKE = `insert into request_limit as t (key, points, expire) values ($1, 1, $2)
              on conflict (key) do update set points = t.points + 1 where t.points < $3 returning points`;

/** How many mails may leave in a minute and a day (UTC), all processes together. */
@Injectable()
export class MailBudget {
  readonly #limits: Readonly<Record<(typeof WINDOWS)[number]['name'], number | null>>;

  constructor(
    @Inject(CONFIG) { mailPerMinute, mailPerDay }: Pick<Config, 'mailPerMinute' | 'mailPerDay'>,
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly clock: Clock,
  ) {
    this.#limits = { minute: mailPerMinute, day: mailPerDay };
  }

  /** Takes one mail's place. Answers false when the mail waits for the next window: that is no failed try. */
  async take(urgency: number, now = this.clock.now()): Promise<boolean> {
    for (const { name, length } of WINDOWS) {
      const limit = this.#limits[name];
      if (limit === null) continue;
      const begins = Math.floor(now.getTime() / length) * length;
      const most = name === 'day' ? Math.max(1, Math.floor(limit * (SHARE_OF_DAY[urgency] ?? 1))) : limit;
      const key = `mails:${name}:${new Date(begins).toISOString()}`;
      const { rows } = await this.pool.query(TAKE, [key, after(new Date(begins), 2 * length).getTime(), most]);
      if (rows.length === 0) return false;
    }
    return true;
  }
}
