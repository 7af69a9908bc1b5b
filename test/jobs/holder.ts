import pg from 'pg';
import { JobLeases } from '../../src/jobs/job-leases.js';

/** A process of its own that takes a job and never ends it: `DATABASE_URL` and the moment it believes in come from the environment. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const taken = await new JobLeases(pool).take('errand', 60_000, new Date(process.env.NOW ?? ''));
process.stdout.write(taken ? 'taken\n' : 'refused\n');
setInterval(() => {}, 1000);
