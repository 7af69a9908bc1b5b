import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { FigureName } from './day-figures.sql.js';
import type { Period } from './period.js';

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

/** Reads what was counted: some dozens of rows a day, by the key of their table. */
@Injectable()
export class Figures {
  constructor(private readonly em: EntityManager) {}

  /** Summed by week. */
  ofPeriod({ from, to }: Period, names: readonly FigureName[]): Promise<Figure[]> {
    return this.em.execute<Figure[]>(
      `select to_char(date_trunc('week', day::timestamp), 'YYYY-MM-DD') week, figure, part, sum(count)::int "count"
         from report_figure where day between ?::date and ?::date and figure = any(string_to_array(?, ','))
        group by 1, 2, 3 order by 1, 2, 3`,
      [from, to, names.join(',')],
    );
  }

  /** The last count of what waits, with its time: null before the first one, and never the day on which the next one is still to come. */
  async waiting(): Promise<{ figures: WaitingFigure[]; countedAt: Date | null }> {
    const [last] = await this.em.execute<{ day: string; at: string }[]>(
      `select to_char(day, 'YYYY-MM-DD') "day", waiting_counted_at "at" from report_day
        where waiting_counted_at is not null order by day desc limit 1`,
    );
    if (!last) return { figures: [], countedAt: null };
    const figures = await this.em.execute<WaitingFigure[]>(
      `select figure, part, "count" from report_figure where day = ?::date and figure in ('waiting', 'waiting_oldest')`,
      [last.day],
    );
    return { figures, countedAt: new Date(last.at) };
  }

  /** When figures were counted last; null before the first time. */
  async countedAt(): Promise<Date | null> {
    const [last] = await this.em.execute<{ counted_at: string }[]>('select counted_at from report_day order by day desc limit 1');
    return last ? new Date(last.counted_at) : null;
  }
}

/** The sum of some figures. */
export const sumOf = (figures: readonly { readonly count: number }[]): number => figures.reduce((sum, { count }) => sum + count, 0);

/** The sum of those of one name. */
export const countOf = (name: FigureName, figures: readonly Figure[]): number => sumOf(figures.filter(({ figure }) => figure === name));
