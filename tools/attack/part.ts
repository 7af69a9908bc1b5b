import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Target } from './target.js';

/** What one part of the attack has to tell: a row of the table. */
export interface Outcome {
  readonly tool: string;
  /** How many requests, tries or forms; what they were. */
  readonly cases: string;
  /** What is wrong, a line each; none when the portal held. */
  readonly findings: readonly string[];
  /** Figures that are no findings. */
  readonly notes?: readonly string[];
  /** Why it did not run. */
  readonly skipped?: string;
}

export type Part = (target: Target, tell: (line: string) => void) => Promise<Outcome>;

const running = new Set<ChildProcess>();

/** Ends what this process started, and nothing else. */
export function endTools(): void {
  for (const child of running) endGroup(child);
}

export const isInstalled = (tool: string): boolean => spawnSync('which', [tool], { stdio: 'ignore' }).status === 0;

export const notInstalled = (tool: string): Outcome => ({
  tool,
  cases: '',
  findings: [],
  skipped: `${tool} is not installed: npm run setup:debian`,
});

/** Runs a tool for so long at most; what it printed, and whether it ended by itself. */
export function runTool(command: string, given: readonly string[], seconds: number): Promise<{ output: string; ended: boolean }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, given, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] }); // a group of its own, ended as one
    running.add(child);
    let output = '';
    let ended = true;
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const timer = setTimeout(() => {
      ended = false;
      endGroup(child);
    }, seconds * 1_000);
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ output, ended });
    });
  });
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ended by itself meanwhile
  }
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((share / 100) * sorted.length))] ?? 0;
}
