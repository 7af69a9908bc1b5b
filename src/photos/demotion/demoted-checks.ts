import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { POOL } from '../../tokens.js';
import type { CheckName } from '../finding.js';

/** Which checks only inform. Asked for at each check of a photo, which takes far longer, so that a supervisor's act holds at once. */
@Injectable()
export class DemotedChecks {
  constructor(@Inject(POOL) private readonly pool: pg.Pool) {}

  async names(): Promise<CheckName[]> {
    const { rows } = await this.pool.query<{ check_name: CheckName }>('select check_name from check_demotion where restored_at is null');
    return rows.map(({ check_name }) => check_name);
  }
}
