import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { href } from '../../src/language/routes.js';
import { isInstalled, median, notInstalled, type Part, percentile, runTool } from './part.js';
import type { Target } from './target.js';

/** Three ways to hold a server's connections, each for so long with so many. */
const SECONDS = 20;
const CONNECTIONS = 900;
const WAYS: readonly (readonly [name: string, given: readonly string[], path: string])[] = [
  ['slow headers', ['-H', '-i', '3', '-x', '24'], href('start', 'en')],
  ['slow body', ['-B', '-i', '3', '-s', '8192', '-x', '10', '-t', 'POST'], href('signIn', 'en')],
  ['slow read', ['-X', '-n', '3', '-w', '8', '-y', '16', '-z', '8', '-k', '3'], href('start', 'en')],
];

/** An honest person's answers may take a second at most, and each must come. */
const LONGEST = 1_000;

/** slowhttptest takes connections while an honest client reads pages from another address. */
export const slowAttack: Part = async (target, tell) => {
  if (!isInstalled('slowhttptest')) return notInstalled('slowhttptest');
  const [findings, notes]: [string[], string[]] = [[], []];
  for (const [name, given, path] of WAYS) {
    tell(`slowhttptest: ${name}`);
    let goesOn = true;
    const honest = honestClient(target, () => goesOn);
    const bounds = [
      '-c',
      String(CONNECTIONS),
      '-r',
      '200',
      '-l',
      String(SECONDS),
      '-p',
      '3',
      '-u',
      `${target.address.replace('localhost', '127.0.0.1')}${path}`,
    ];
    await runTool('slowhttptest', [...given, ...bounds], SECONDS + 15);
    goesOn = false;
    const { times, faults } = await honest;
    const [middle, late] = [median(times), percentile(times, 95)];
    notes.push(`${name}: ${times.length} honest requests, median ${middle.toFixed(0)} ms, 95 % within ${late.toFixed(0)} ms`);
    for (const fault of new Set(faults))
      findings.push(`${name}: an honest request got ${fault} (${faults.filter((one) => one === fault).length} times)`);
    if (late > LONGEST) findings.push(`${name}: 95 % of the honest answers took up to ${late.toFixed(0)} ms`);
    await wait(1_000);
  }
  return { tool: 'slowhttptest', cases: `3 ways, ${CONNECTIONS} connections, ${SECONDS} s each`, findings, notes };
};

/** Reads the start page again and again, each time on a new connection, as people who come do. */
async function honestClient(target: Target, goesOn: () => boolean): Promise<{ times: number[]; faults: string[] }> {
  const [times, faults]: [number[], string[]] = [[], []];
  while (goesOn()) {
    const begun = performance.now();
    const status = await ask(target);
    times.push(performance.now() - begun);
    if (status !== '200') faults.push(status);
    await wait(100);
  }
  return { times, faults };
}

function ask(target: Target): Promise<string> {
  return new Promise((resolve) => {
    const sent = request({
      host: '127.0.0.1',
      localAddress: '127.0.0.2',
      port: target.port,
      path: href('start', 'en'),
      agent: false,
      timeout: 5_000,
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer in 5 s')));
    sent.once('error', (fault: Error) => resolve(fault.message));
    sent.once('response', (answer) => {
      answer.resume().once('end', () => resolve(String(answer.statusCode)));
    });
    sent.end();
  });
}
