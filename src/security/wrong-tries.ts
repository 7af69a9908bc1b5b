import type pg from 'pg';
import { after, DAY, MINUTE } from '../clock.js';

interface Growing {
  readonly points: number;
  readonly minutes: number;
  readonly longestMinutes: number;
}

/** How often somebody had to wait is remembered so long after their last wait [A]. */
const REPETITION_LIFE = DAY;

/** Wrong tries in PostgreSQL, whose waits grow: rate-limiter-flexible knows windows of one length only. Each is one statement. */
export class WrongTries {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Counts a try. The last one of a round begins a wait, twice as long as the one before, up to the longest.
   * @returns null when it may be judged, else until when one waits; what is tried meanwhile makes the wait no longer
   */
  async take(key: string, { points, minutes, longestMinutes }: Growing, now: Date): Promise<Date | null> {
    const { rows } = await this.pool.query<{ wrong: number; waits_until: string | null }>({
      name: 'take-wrong-try',
      text: TAKE,
      values: [key, now, after(now, minutes * MINUTE), points, minutes * 60, longestMinutes * 60, REPETITION_LIFE / 1000],
    });
    const row = rows[0];
    return row && row.wrong > points && row.waits_until ? new Date(row.waits_until) : null;
  }

  /** Counts without a limit. Answers how many there were, this one included. */
  async count(key: string, now: Date, forgottenAt: Date): Promise<number> {
    const { rows } = await this.pool.query<{ wrong: number }>({
      name: 'count-wrong-try',
      text: `insert into wrong_try as t (key, wrong, window_ends_at, forgotten_at) values ($1, 1, $3, $3)
             on conflict (key) do update
                set wrong = case when t.forgotten_at <= $2::timestamptz then 1 else t.wrong + 1 end, window_ends_at = $3, forgotten_at = $3
             returning wrong`,
      values: [key, now, forgottenAt],
    });
    return rows[0]?.wrong ?? 1;
  }

  async forget(...keys: string[]): Promise<void> {
    await this.pool.query({ name: 'forget-wrong-try', text: 'delete from wrong_try where key = any($1)', values: [keys] });
  }

  async purge(now: Date, atMost: number): Promise<number> {
    const text = 'delete from wrong_try where key in (select key from wrong_try where forgotten_at <= $1 limit $2 for update skip locked)';
    return (await this.pool.query(text, [now, atMost])).rowCount ?? 0;
  }
}

/**
 * $1 key, $2 now, $3 end of a window that begins now, $4 tries a round, $5 and $6 first and longest wait, $7 life of a repetition, in
 * seconds. `wrong` above $4 marks a try during a wait.
 */
const TAKE = `
  insert into wrong_try as t (key, wrong, window_ends_at, forgotten_at) values ($1, 1, $3::timestamptz, $3::timestamptz)
  on conflict (key) do update set (wrong, rounds, window_ends_at, waits_until, forgotten_at) = (
    select n.wrong,
           n.rounds + (n.wrong = $4::int)::int,
           case when n.wrong = 1 then $3::timestamptz else t.window_ends_at end,
           case when n.wrong = $4::int then n.wait_ends when n.wrong > $4::int then t.waits_until end,
           case when n.wrong = $4::int then n.wait_ends + make_interval(secs => $7::float8)
                when n.wrong > $4::int or n.rounds > 0 then greatest(t.forgotten_at, $3::timestamptz)
                when n.wrong = 1 then $3::timestamptz
                else t.forgotten_at end
      from (select case when t.forgotten_at <= $2::timestamptz then 1
                        when t.waits_until > $2::timestamptz then $4::int + 1
                        when t.waits_until is not null or t.window_ends_at <= $2::timestamptz then 1
                        else t.wrong + 1 end wrong,
                   case when t.forgotten_at <= $2::timestamptz then 0 else t.rounds end rounds,
                   $2::timestamptz + make_interval(secs => least($6::float8,
                     $5::float8 * power(2, case when t.forgotten_at <= $2::timestamptz then 0 else least(t.rounds, 20) end))) wait_ends) n)
  returning wrong, waits_until`;
