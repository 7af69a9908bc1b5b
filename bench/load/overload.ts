import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Department } from '../../tools/department/department.js';
import type { Visitor } from '../../tools/visitor.js';
import type { Kind, Page } from './kinds.js';
import { comeAtRate, isGood, isTurnedAway } from './open-model.js';
import type { People } from './people.js';
import { cpuOf, memoryOf } from './usage.js';

/** Nobody waits for a page so many milliseconds: one that comes later has not gone on. */
const LATE = 3_000;
/** Seconds of each step on the way to the most that goes on, and of the overload; seconds until memory is read again. */
const [STEP, OVERLOAD, REST] = [10, 30, 20];
const [FIRST, FASTER, TIMES] = [20, 1.4, 5];
/** Of the most that goes on, under five times as much (TRUST.md 1). */
const GOES_ON = 0.8;
/** Of each kind, sent in the middle of it. */
const SUBMISSIONS = 10;
/** Memory after the last time, of what it was after the time before: what stays of an overload does not grow with the next. */
const LEVEL = 1.1;

/**
 * Looks for the most pages a second that the web processes give within 3 s, then lets five times as many come, and then twice more while some
 * people send a form or a photo (TRUST.md 1): those take their share of the machine, which the most that goes on was found without. The first of
 * them loads the models that check photos, which stay; the second must find memory where that one left it. Past the load balancer, which is this
 * process, on connections that are kept.
 * @returns whether enough goes on, every form and photo is taken, nothing fails, and memory does not grow
 */
export async function overload(department: Department, kinds: readonly Kind[], people: People): Promise<boolean> {
  const pages = readers(department, kinds);
  const inTime = async (perSecond: number, seconds: number) => {
    const came = await comeAtRate(pages, perSecond, seconds);
    const good = came.filter((one) => isGood(one) && one.milliseconds < LATE).length;
    const answered = came.filter(isGood).length;
    const away = came.filter(isTurnedAway).length;
    return { came: came.length / seconds, good: good / seconds, away, late: answered - good, failed: came.length - answered - away };
  };
  let peak = 0;
  for (let perSecond = FIRST; ; perSecond *= FASTER) {
    const { came, good } = await inTime(perSecond, STEP);
    peak = Math.max(peak, good);
    if (good < came * 0.9) break;
  }
  const memory: number[] = [];
  const rested = async (): Promise<void> => {
    await wait(REST * 1_000);
    memory.push(memoryOf(department));
  };
  const sending = async () => {
    const ready = await prepared(people);
    const [{ failed }, taken] = await Promise.all([inTime(peak * TIMES, OVERLOAD), sendAll(ready)]);
    await rested();
    return { failed, taken, sent: ready.length };
  };
  await rested();
  const [cpu, own] = [cpuOf(department), process.cpuUsage()];
  const over = await inTime(peak * TIMES, OVERLOAD);
  const [now, used] = [cpuOf(department), process.cpuUsage(own)];
  await rested();
  const sendings = [await sending(), await sending()];
  const [before, once, twice, thrice] = memory as [number, number, number, number];
  const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(0)} s`;
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
  const [share, growth] = [over.good / peak, thrice / twice];
  const lines = [
    `At most ${peak.toFixed(0)} pages a second are read within 3 s.`,
    `Asked for ${over.came.toFixed(0)} a second, ${over.good.toFixed(0)} are: ${(share * 100).toFixed(0)}%; ${over.away} were told to come again, ${over.late} came too late, ${over.failed} failed.`,
    ...sendings.map(({ sent, taken, failed }) => `Of ${sent} forms and photos sent while as many came again ${taken} were taken; ${failed} pages failed.`),
    `Processor time in ${OVERLOAD} s: web ${seconds(now.web - cpu.web)}, database ${seconds(now.database - cpu.database)}, those who came ${seconds((used.user + used.system) / 1_000)}.`,
    `Memory, each time ${REST} s later: ${mb(before)} before, ${mb(once)} after the first time, ${mb(twice)} after the second, ${mb(thrice)} after the third: ${(growth * 100).toFixed(0)}% of the second.`,
  ];
  console.log(lines.join('\n'));
  const nothingFailed = over.failed === 0 && sendings.every(({ failed, taken, sent }) => failed === 0 && taken === sent);
  return share >= GOES_ON && nothingFailed && growth <= LEVEL;
}

function readers({ web }: Department, kinds: readonly Kind[]): Kind[] {
  // as many connections as there are people who wait; a request costs half of what node:http takes for it
  const pools = web.map(({ port }) => new Pool(`http://127.0.0.1:${port}`, { connections: null }));
  let turn = 0;
  const next = (): Pool => pools[turn++ % pools.length] as Pool;
  return kinds.flatMap((kind) => (kind.page ? [{ ...kind, once: () => statusOf(next(), kind.page as Page) }] : []));
}

function statusOf(pool: Pool, { path, cookie }: Page): Promise<number> {
  const headers = {
    Accept: 'text/html',
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'navigate',
    ...(cookie ? { Cookie: cookie } : {}),
  };
  return new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(
      { method: 'GET', path, headers },
      {
        onRequestStart: () => {}, // without it the library takes this for a handler of its older kind
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseEnd: () => resolve(status),
        onResponseError: (_, fault) => reject(fault),
      },
    );
  });
}

/** People with a form filled in, and the button that sends it. */
async function prepared(people: People): Promise<(readonly [Visitor, string])[]> {
  const ready: (readonly [Visitor, string])[] = [];
  for (let n = 0; n < SUBMISSIONS; n++) ready.push([await people.invited(), 'Continue'], [await people.withPhoto(), 'Check the photo']);
  return ready;
}

/** Sends all, spread over the time. @returns how many were taken: what came after, a page to read, may have been turned away */
async function sendAll(ready: readonly (readonly [Visitor, string])[]): Promise<number> {
  const sent = ready.map(async ([browser, button], at) => {
    await wait(((at + 1) / (ready.length + 2)) * OVERLOAD * 1_000);
    await browser.press(button).catch(() => {});
    return browser.trail.some(({ method, status }) => method === 'POST' && status < 400);
  });
  return (await Promise.all(sent)).filter(Boolean).length;
}
