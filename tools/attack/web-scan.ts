import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { href } from '../../src/language/routes.js';
import { isInstalled, notInstalled, type Part, runTool } from './part.js';
import { SessionProxy } from './session-proxy.js';

/** Modules that need no other host. Some only speak of what every answer shows (headers, cookies, policy). */
const MODULES = [
  'crlf',
  'csp',
  'cookieflags',
  'exec',
  'file',
  'htaccess',
  'http_headers',
  'methods',
  'permanentxss',
  'redirect',
  'shellshock',
  'sql',
  'xss',
  'xxe',
];
/** What it finds and we mean so: we send `X-XSS-Protection: 0`, as OWASP asks, because the filter it would turn on had holes of its own. */
const MEANT = /X-XSS-Protection/;

/** The longest that each visit may take: crawling first, then each module for a few seconds. */
const SECONDS_A_VISIT = 80;
/** Who they are, null for nobody, and where they begin. */
const VISITS = [
  [null, 'start'],
  ['signedIn', 'confirmation'],
  ['representative', 'clients'],
  ['officer', 'adminQueue'],
  ['cardClerk', 'adminCards'],
  ['supervisor', 'adminStaff'],
] as const;

interface Report {
  readonly vulnerabilities: Record<string, readonly { readonly info: string; readonly path: string; readonly parameter: string | null }[]>;
  readonly anomalies: Report['vulnerabilities'];
}

/** wapiti as nobody and as each kind of somebody who signs in. */
export const webScan: Part = async (target, tell) => {
  if (!isInstalled('wapiti')) return notInstalled('wapiti');
  const [findings, notes]: [string[], string[]] = [[], []];
  let requests = 0;
  for (const [stage, begins] of VISITS) {
    const who = stage ?? 'nobody';
    tell(`wapiti as ${who}`);
    const signIn = () => (stage ? target.signedIn(stage) : target.visitor().visit(href('signIn', 'en')));
    const proxy = await SessionProxy.start(await signIn(), signIn);
    const report = join(target.folder, `wapiti-${who}.json`);
    const bounds = [
      '--max-scan-time',
      '20',
      '--max-attack-time',
      '3',
      '--max-links-per-page',
      '60',
      '--max-files-per-dir',
      '40',
      '-d',
      '6',
    ];
    const out = [
      '-f',
      'json',
      '-o',
      report,
      '--store-session',
      join(target.folder, `wapiti-${who}`),
      '--flush-session',
      '--no-bugreport',
      '-v',
      '0',
    ];
    const { ended, output } = await runTool(
      'wapiti',
      ['-u', proxy.address + href(begins, 'en'), '--scope', 'domain', '-m', MODULES.join(','), ...bounds, ...out],
      SECONDS_A_VISIT,
    );
    if (ended && !existsSync(report))
      findings.push(`as ${who}: wapiti gave no report, so nothing is known: ${output.trim().split('\n').slice(-3).join(' ')}`);
    if (!ended)
      notes.push(
        `as ${who}: cut short after ${SECONDS_A_VISIT} s${existsSync(report) ? '' : ', without a report: nothing is known of it'}`,
      );
    if (existsSync(report)) {
      const read = JSON.parse(readFileSync(report, 'utf8')) as Report;
      for (const [kind, found] of Object.entries({ ...read.vulnerabilities, ...read.anomalies }))
        for (const { info, path, parameter } of found.filter(({ info }) => !MEANT.test(info)))
          findings.push(`as ${who}: ${kind}: ${info} (${path}${parameter ? `, ${parameter}` : ''})`);
    }
    findings.push(...[...proxy.faults].map((fault) => `a fault of the portal: ${fault}`));
    requests += proxy.requests;
    proxy.end();
  }
  return {
    tool: 'wapiti',
    cases: `${MODULES.length} modules, ${requests} requests`,
    findings: [...new Set(findings)],
    notes,
  };
};
