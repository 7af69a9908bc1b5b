import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { FigureName } from './day-figures.sql.js';
import type { Period } from './period.js';
import { REPORTS_POOL } from './reports-pool.js';

export interface Figure {
  /** Its Monday. */
  readonly week: string;
  readonly figure: FigureName;
  readonly part: string;
  readonly count: number;
}

/** What waits in one queue. */
export interface WaitingFigure {
  readonly figure: 'waiting' | 'waiting_oldest';
  readonly part: string;
  readonly count: number;
}

/** Reads what was counted, from a standby where there is one: some dozens of rows a day, by the key of their table. */
@Injectable()
export class Figures {
  constructor(@Inject(REPORTS_POOL) private readonly pool: pg.Pool) {}

  /** Summed by week. */
  async ofPeriod({ from, to }: Period, names: readonly FigureName[]): Promise<Figure[]> {
    const { rows } = await this.pool.query<Figure>(
      `select to_char(date_trunc('week', day::timestamp), 'YYYY-MM-DD') week, figure, part, sum(count)::int "count"
         from report_figure where day between $1::date and $2::date and figure = any($3)
        group by 1, 2, 3 order by 1, 2, 3`,
      [from, to, names],
    );
    return rows;
  }

  /** The last count of what waits, with its time: null before the first one, and never the day on which the next one is still to come. */
  async waiting(): Promise<{ figures: WaitingFigure[]; countedAt: Date | null }> {
    const { rows } = await this.pool.query<{ day: string; at: Date }>(
      `select to_char(day, 'YYYY-MM-DD') "day", waiting_counted_at "at" from report_day
        where waiting_counted_at is not null order by day desc limit 1`,
    );
    const [last] = rows;
    if (!last) return { figures: [], countedAt: null };
    const { rows: figures } = await this.pool.query<WaitingFigure>(
      `select figure, part, "count" from report_figure where day = $1::date and figure in ('waiting', 'waiting_oldest')`,
      [last.day],
    );
    return { figures, countedAt: new Date(last.at) };
  }

  /** When figures were counted last; null before the first time. */
  async countedAt(): Promise<Date | null> {
    const { rows } = await this.pool.query<{ counted_at: Date }>('select counted_at from report_day order by day desc limit 1');
    return rows[0] ? new Date(rows[0].counted_at) : null;
  }
}

/** The sum of some figures. */
export const sumOf = (figures: readonly { readonly count: number }[]): number => figures.reduce((sum, { count }) => sum + count, 0);

/** The sum of those of one name. */
export const countOf = (name: FigureName, figures: readonly Figure[]): number => sumOf(figures.filter(({ figure }) => figure === name));
