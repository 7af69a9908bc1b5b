import type { Cpu } from './usage.js';

/** What 400,000 cases a year ask of the portal in the busy hour, and leave (TRUST.md 6; the database as `npm run growth` filled it). */
const DESIGN = { cases: 400_000, requests: 11, photoTerabytes: 0.75, databaseGigabytes: 8 };
/** A core counts as full at this share of its time: above, requests wait for each other. */
const FULL = 0.6;
/** Of one process, as MikroORM's pool has them. */
const CONNECTIONS = 10;

export const SIZING_HEAD = [
  'Cases a year',
  'Requests a second in the busy hour',
  'Cores: pages and photos',
  'mails and timed work',
  'PostgreSQL',
  'Web processes and workers',
  'Connections to PostgreSQL',
  'Database, a year',
  'Photos, a year',
];

/** What machines it takes, a row a size. @param cpu of one request of the mix */
export function sizing(cpu: Cpu): string[][] {
  return [1, 10, 100].map((times) => {
    const requests = DESIGN.requests * times;
    const cores = (of: keyof Cpu): number => (requests * cpu[of]) / 1_000 / FULL;
    // one that is lost is never the only one
    const [webs, workers] = [Math.max(2, Math.ceil(cores('web')) + 1), Math.max(2, Math.ceil(cores('worker')) + 1)];
    return [
      (DESIGN.cases * times).toLocaleString('en-CA'),
      requests.toLocaleString('en-CA'),
      cores('web').toFixed(1),
      cores('worker').toFixed(1),
      cores('database').toFixed(1),
      `${webs} and ${workers}`,
      String((webs + workers) * CONNECTIONS),
      `${(DESIGN.databaseGigabytes * times).toLocaleString('en-CA')} GB`,
      `${(DESIGN.photoTerabytes * times).toLocaleString('en-CA')} TB`,
    ];
  });
}
