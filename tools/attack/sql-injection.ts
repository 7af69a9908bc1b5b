import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { href } from '../../src/language/routes.js';
import { BOUNCE_HOOK } from '../../src/mail/bounces/bounce-hook.js';
import { crawl, type FoundForm } from './forms.js';
import { isInstalled, notInstalled, type Outcome, type Part, runTool } from './part.js';
import { SessionProxy } from './session-proxy.js';
import type { Target } from './target.js';

/** Whose session, and where their pages begin. */
const VISITS: readonly (readonly [stage: string | null, starts: readonly string[]])[] = [
  [
    null,
    [
      href('start', 'en'),
      href('signIn', 'en'),
      href('passwordReset', 'en'),
      href('temporaryPassword', 'en'),
      href('photoCheck', 'en'),
      href('emailCheck', 'en'),
      href('ecoprCheck', 'en'),
    ],
  ],
  ['temporary', [href('firstSignIn', 'en')]],
  ['signedIn', [href('confirmation', 'en'), href('account', 'en')]],
  ['addressed', [href('confirmation', 'en')]],
  [
    'officer',
    [href('adminQueue', 'en'), href('adminCases', 'en'), href('adminCaseNew', 'en'), href('adminPhotos', 'en'), href('adminCards', 'en')],
  ],
  // each begins with what only they may do
  ['representative', [href('clients', 'en'), href('account', 'en')]],
  ['cardClerk', [href('adminCards', 'en'), href('adminCardBatches', 'en')]],
  ['supervisor', [href('adminStaff', 'en'), href('adminReports', 'en'), href('adminSecondLooks', 'en')]],
];
/** What no link leads to: an address made of what was typed, and what only a mail service calls. `*` marks where sqlmap may try. */
const NOBODYS = (target: Target): readonly Job[] => [
  ...(['emailChecked', 'ecoprChecked'] as const).map((page) => {
    const path = `${href(page, 'en', { code: 'A1B2C3' })}*`;
    return { name: `GET ${path}`, path };
  }),
  {
    name: `POST ${BOUNCE_HOOK}`,
    path: BOUNCE_HOOK,
    data: '{"id": "1*", "reference": "00000000-0000-7000-8000-000000000000*", "status": "permanent-failure*"}',
    headers: [`Authorization: Bearer ${target.bounceToken}`, 'Content-Type: application/json'],
  },
];
const SECONDS_A_FORM = 10;
const SECONDS_A_VISIT = 60;

/** sqlmap on every form with a live session, and on every address with a query or an id (TRUST.md 1). */
export const sqlInjection: Part = async (target, tell) => {
  if (!isInstalled('sqlmap')) return notInstalled('sqlmap');
  const [findings, unfinished, untried]: [string[], string[], string[]] = [[], [], []];
  let [tried, requests] = [0, 0];
  for (const [stage, starts] of VISITS) {
    const signIn = () => (stage ? target.signedIn(stage) : target.visitor().visit(href('signIn', 'en')));
    const crawler = await signIn();
    const proxy = await SessionProxy.start(crawler, signIn);
    const { pages, forms } = await crawl(crawler, starts);
    const asked = new Set(forms.filter(({ isUpload }) => !isUpload).map(({ action }) => action));
    const jobs: Job[] = [
      ...(stage ? [] : NOBODYS(target)),
      ...forms.filter(({ isUpload }) => !isUpload).map(ofForm),
      ...pages
        .filter((page) => !asked.has(page))
        .map(ofPage)
        .filter((job) => job !== null),
    ];
    tell(`sqlmap as ${stage ?? 'nobody'}: ${pages.length} pages, ${jobs.length} forms and addresses`);
    const begun = performance.now();
    for (const job of jobs) {
      if (performance.now() - begun > SECONDS_A_VISIT * 1_000) {
        untried.push(job.name);
        continue;
      }
      const { output, ended } = await runTool('sqlmap', argumentsFor(target, proxy, job), SECONDS_A_FORM);
      tried++;
      if (!ended) unfinished.push(job.name);
      findings.push(...vulnerableIn(output).map((what) => `${job.name}: ${what}`));
    }
    findings.push(...[...proxy.faults].map((fault) => `a fault of the portal: ${fault}`));
    requests += proxy.requests;
    proxy.end();
  }
  const cut = [
    ...(unfinished.length > 0 ? [`${unfinished.length} were cut short after ${SECONDS_A_FORM} s`] : []),
    ...(untried.length > 0 ? [`${untried.length} were not tried: a visit has ${SECONDS_A_VISIT} s`] : []),
  ];
  return { tool: 'sqlmap', cases: `${tried} forms and addresses, ${requests} requests`, findings, notes: cut } satisfies Outcome;
};

interface Job {
  readonly name: string;
  readonly path: string;
  readonly data?: string;
  readonly headers?: readonly string[];
}

function ofForm({ action, fields }: FoundForm): Job {
  const filled = fields.length > 0 ? fields : ([['note', '1']] as const);
  return {
    name: `POST ${action}`,
    path: action,
    data: new URLSearchParams(filled.map(([name, value]): [string, string] => [name, value || '1'])).toString(),
  };
}

/** `*` marks for sqlmap where it may try: the value of a query, or an id in the path. */
function ofPage(page: string): Job | null {
  if (page.includes('?')) return { name: `GET ${page}`, path: page };
  const marked = page.replace(/([0-9a-f]{8}-[0-9a-f-]{27})/, '$1*');
  return marked === page ? null : { name: `GET ${page}`, path: marked };
}

function argumentsFor(target: Target, proxy: SessionProxy, job: Job): string[] {
  const folder = join(target.folder, 'sqlmap');
  mkdirSync(folder, { recursive: true });
  const what = job.data === undefined ? [] : ['--data', job.data];
  const headers = (job.headers ?? []).flatMap((header) => ['-H', header]);
  const how = ['--level', '1', '--risk', '1', '--dbms', 'PostgreSQL', '--technique', 'BEUT', '--time-sec', '2', '--threads', '2'];
  const bounds = ['--timeout', '5', '--retries', '0', '--ignore-redirects', '--ignore-code', '*', '--skip', '_csrf'];
  return [
    '-u',
    `${proxy.address}${job.path}`,
    ...what,
    ...headers,
    ...how,
    ...bounds,
    '--batch',
    '--skip-waf',
    '--disable-coloring',
    '--flush-session',
    '--output-dir',
    folder,
  ];
}

function vulnerableIn(output: string): string[] {
  if (!output.includes('identified the following injection point')) return [];
  return [...output.matchAll(/^Parameter: (.+)$[\s\S]*?^\s+Type: (.+)$/gm)].map(([, parameter, type]) => `${parameter}, ${type}`);
}
