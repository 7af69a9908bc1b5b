import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { after, DAY, MINUTE } from '../clock.js';
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

const GIVE_BACK = 'update request_limit set points = points - 1 where key = $1 and points > 0';

/** How many mails may leave in a minute and a day (UTC), all processes together. */
@Injectable()
export class MailBudget {
  readonly #limits: Readonly<Record<(typeof WINDOWS)[number]['name'], number | null>>;

  constructor(
    @Inject(CONFIG) { mailPerMinute, mailPerDay }: Pick<Config, 'mailPerMinute' | 'mailPerDay'>,
    @Inject(POOL) private readonly pool: pg.Pool,
  ) {
    this.#limits = { minute: mailPerMinute, day: mailPerDay };
  }

  /**
   * Takes one mail's place. Answers false when the mail waits for the next window: that is no failed try, and takes no place of any window, as one
   * of the minute's would be missed by a more urgent mail.
   */
  async take(urgency: number, now: Date): Promise<boolean> {
    const taken: string[] = [];
    for (const { name, length } of WINDOWS) {
      const limit = this.#limits[name];
      if (limit === null) continue;
      const begins = beginOf(length, now);
      const most = name === 'day' ? Math.max(1, Math.floor(limit * (SHARE_OF_DAY[urgency] ?? 1))) : limit;
      const { rows } = await this.pool.query(TAKE, [keyOf(name, begins), after(begins, 2 * length).getTime(), most]);
      if (rows.length === 0) {
        for (const key of taken) await this.pool.query(GIVE_BACK, [key]);
        return false;
      }
      taken.push(keyOf(name, begins));
    }
    return true;
  }

  /** The place of a mail that could not leave, for others: hours in which the mail system was down use up no day. @param now as it was taken */
  async giveBack(now: Date): Promise<void> {
    for (const { name, length } of WINDOWS)
      if (this.#limits[name] !== null) await this.pool.query(GIVE_BACK, [keyOf(name, beginOf(length, now))]);
  }
}

const beginOf = (length: number, now: Date): Date => new Date(Math.floor(now.getTime() / length) * length);
const keyOf = (name: string, begins: Date): string => `mails:${name}:${begins.toISOString()}`;
