import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Department } from '../../tools/department/department.js';

/** Milliseconds of processor time. */
export interface Cpu {
  readonly web: number;
  /** Of all workers. */
  readonly worker: number;
  readonly database: number;
}

/** What a department has taken since it started. */
export function cpuOf({ web, workers, postgres }: Department): Cpu {
  const all = (processes: Department['web']): number => processes.reduce((sum, { pid }) => sum + timeOf(pid), 0);
  return { web: all(web), worker: all(workers), database: timeOf(postgres.pid, true) };
}

/** From one moment to another, for each of so many. */
export function cpuEach(before: Cpu, after: Cpu, count: number): Cpu {
  const each = (of: keyof Cpu): number => (after[of] - before[of]) / count;
  return { web: each('web'), worker: each('worker'), database: each('database') };
}

/** Bytes that the web processes hold in memory. */
export function memoryOf({ web }: Department): number {
  return web.reduce(
    (sum, { pid }) => sum + Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024,
    0,
  );
}

/** Linux counts in hundredths of a second. */
const TICK = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** With processes that it started, ended ones included, where asked. */
function timeOf(pid: number, withChildren = false): number {
  const own = statOf(pid);
  if (!own) return 0;
  const children = withChildren ? readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(Number(name))?.parent === pid) : [];
  const ended = withChildren ? own.ended : 0;
  return ((own.ticks + ended) / TICK) * 1_000 + children.reduce((sum, child) => sum + timeOf(Number(child)), 0);
}

function statOf(pid: number): { parent: number; ticks: number; ended: number } | null {
  try {
    // after the name, which may hold anything: state, parent …, user and system time, the same of children that ended
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
    return { parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0), ended: (fields[13] ?? 0) + (fields[14] ?? 0) };
  } catch {
    return null;
  }
}
