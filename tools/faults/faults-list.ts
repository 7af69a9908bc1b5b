import { setTimeout as wait } from 'node:timers/promises';
import { HOUR } from '../../src/clock.js';
import type { Department, Extra } from '../department/department.js';
import type { Weather } from '../department/fault-proxy.js';
import type { PortalProcess } from '../portal-process.js';

/** One thing that goes wrong for a while. */
export interface Fault {
  begin(department: Department): Promise<unknown> | unknown;
  end(department: Department): Promise<unknown> | unknown;
  /** Milliseconds between the two. */
  readonly lasts: number;
  /** Between the mail server's yes and the note of it something may be lost: the mail goes again, under the same Message-ID. */
  readonly doublesMails?: true;
  /** What the department must have. */
  readonly needs?: Extra;
}

/** So long after a form began to be sent a process or the database is hit, so that the request is under way. */
const UNDER_WAY = 60;
const SHORT = 4_000;
/** Longer than anything of ours waits for a machine that says nothing, so that it is given up. */
const SILENCE = 25_000;

const weather = (of: 'toDatabase' | 'toStore' | 'toMails' | 'front', kind: Weather, lasts = SHORT): Fault => ({
  begin: (department) => (department[of].weather = kind),
  end: (department) => (department[of].weather = 'well'),
  lasts,
  ...(of === 'toMails' || (of === 'toDatabase' && (kind === 'cuts' || kind === 'silent')) ? { doublesMails: true } : {}),
});
const clocks = (ahead: number): Fault => ({
  begin: (department) => department.setClocks(ahead),
  end: (department) => department.setClocks(0),
  lasts: SHORT,
});
const mails = (how: Parameters<Department['mails']['behave']>[0]): Fault => ({
  begin: ({ mails }) => mails.behave(how),
  end: ({ mails }) => mails.behave('well'),
  lasts: 8_000,
});

/** One of the workers, in the middle of a mail where it can be; the others must have sent what waits before it is back. */
function worker(strike: (one: PortalProcess) => unknown, mend: (one: PortalProcess) => unknown): Pick<Fault, 'begin' | 'end'> {
  let struck: PortalProcess | null = null;
  return {
    begin: async (department) => {
      struck = await department.workerAtWork();
      await strike(struck);
    },
    end: async (department) => {
      try {
        await takenOver(department);
      } finally {
        if (struck) await mend(struck);
      }
    },
  };
}

/** Waits until no mail is due but what a worker holds. @throws Error where it goes on waiting */
async function takenOver(department: Department): Promise<void> {
  for (let looks = 0; looks < 40; looks++) {
    const due = await department.sql('select from outbox_message where not_before <= now() limit 2'); // the struck one may hold one
    const claim = 'select from outbox_message where not_before <= now() limit 1 for update skip locked';
    if (due.length < 2 && (await department.sql(claim)).length === 0) return;
    await wait(500);
  }
  throw new Error('no other worker sends the mails that are due');
}

/** TRUST.md 4. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'no fault': { begin: () => {}, end: () => {}, lasts: 0 },
  'web processes killed': {
    begin: async ({ web }) => {
      await wait(UNDER_WAY);
      await Promise.all(web.map((one) => one.end('SIGKILL')));
    },
    end: ({ web }) => Promise.all(web.map((one) => one.start())),
    lasts: 500,
  },
  'worker killed': {
    ...worker(
      (one) => one.end('SIGKILL'),
      (one) => one.start(),
    ),
    lasts: 500,
    doublesMails: true,
  },
  'worker stands still 30 s': {
    ...worker(
      (one) => one.signal('SIGSTOP'),
      (one) => one.signal('SIGCONT'),
    ),
    lasts: 30_000,
  },
  'web processes stand still 30 s': {
    begin: async ({ web }) => {
      await wait(UNDER_WAY);
      for (const one of web) one.signal('SIGSTOP');
    },
    end: ({ web }) => {
      for (const one of web) one.signal('SIGCONT');
    },
    lasts: 30_000,
  },
  'database stopped at once': {
    begin: async ({ postgres }) => {
      await wait(UNDER_WAY);
      process.kill(postgres.pid, 'SIGQUIT'); // immediate: no transaction is ended
    },
    end: (department) => department.startPostgres(),
    lasts: 3_000,
    doublesMails: true,
  },
  'disk full': {
    begin: ({ disk }) => disk?.fill(),
    end: async (department) => {
      department.disk?.free();
      await department.awaitPostgres(); // it gives up where it can write nothing at all
    },
    lasts: SHORT,
    doublesMails: true,
    needs: 'a small disk',
  },
  'two clocks an hour ahead': clocks(HOUR),
  'two clocks an hour behind': clocks(-HOUR),
  'database lost, its standby promoted': {
    begin: async (department) => {
      await wait(UNDER_WAY);
      await department.failOver();
    },
    end: (department) => department.standBy(),
    lasts: 500,
    doublesMails: true,
    needs: 'a standby',
  },
  'database 500 ms away': weather('toDatabase', { delay: 250 }, 10_000), // there and back
  'database cut off': weather('toDatabase', 'cuts'),
  'database silent': weather('toDatabase', 'silent', SILENCE),
  'no database connection free': {
    begin: (department) =>
      department.sql(`alter role portal_app connection limit 0;
                      select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal_app'`),
    end: (department) => department.sql('alter role portal_app connection limit -1'),
    lasts: SHORT,
    doublesMails: true,
  },
  'people’s connections cut': weather('front', 'cuts', 2_000),
  'people’s connections half closed': weather('front', 'half-closes', 2_000),
  'people’s connections drip': weather('front', 'drips', 5_000),
  'mail server down': weather('toMails', 'refuses', 8_000),
  'mail server slow': weather('toMails', 'drips', 8_000),
  'mail server refuses for now (451 in DATA)': mails('refuses for now'),
  'mail server refuses for good (554 in DATA)': mails('refuses for good'),
  'mail server cuts after DATA': { ...mails('cuts'), doublesMails: true },
  'store down': weather('toStore', 'refuses'),
  'store answers 500': {
    begin: (department) => (department.storeFails = true),
    end: (department) => (department.storeFails = false),
    lasts: SHORT,
  },
  'store silent': weather('toStore', 'silent', SILENCE),
  'store cut in the middle': weather('toStore', 'cuts'),
};
