import type { Browser, Page } from 'playwright-core';
import { RealBrowser, scriptsOn } from '../../test/browser/real-browser.js';
import { href } from '../../src/language/routes.js';
import { SESSION_COOKIE } from '../../src/sessions/session.rules.js';
import { linkTo } from '../link-to.js';
import { signInWith } from '../second-step.js';
import { Visitor } from '../visitor.js';
import type { Traveller } from '../journey.js';
import { codeOf, type SamplePortal } from './sample-portal.js';
import { CALM, walkOf } from './travel.js';

/** Who presses twice, by the browser's name. */
const NERVOUS: Readonly<Record<string, Traveller>> = {
  Chromium: { email: 'ada.fennick@mail.example', caseNumber: 'E910000003', familyName: 'Fennick', givenNames: 'Ada', uci: '9100-0003' },
  Firefox: { email: 'ida.marlowe@mail.example', caseNumber: 'E910000004', familyName: 'Marlowe', givenNames: 'Ida', uci: '9100-0004' },
};

/** Who goes without scripts, in French, by the browser's name. */
const WITHOUT_SCRIPTS: Readonly<Record<string, Traveller>> = {
  Chromium: { email: 'lia.bruneaux@mail.example', caseNumber: 'E910000005', familyName: 'Bruneaux', givenNames: 'Lia', uci: '9100-0005' },
  Firefox: { email: 'rui.valcourt@mail.example', caseNumber: 'E910000006', familyName: 'Valcourt', givenNames: 'Rui', uci: '9100-0006' },
};

/** Pages that say what is the matter: it was done already, or the link is closed. */
const TOLD = [409, 410];

/**
 * The whole way in French without scripts; with them it is gone in English (nervousWalk), and both the other way round by `npm test`.
 * @returns what is wrong, a line each
 */
export async function walkWithoutScripts(browser: Browser, name: string, portal: SamplePortal): Promise<string[]> {
  const [opened, ran] = [[] as RealBrowser[], new Set<string>()];
  const newBrowser = (): RealBrowser => {
    const one = new RealBrowser(browser, {
      address: portal.address,
      language: 'fr',
      javaScript: false,
      onPage: async (page, path) => {
        for (const script of await scriptsOn(page)) ran.add(`${script} came to ${path}`);
      },
    });
    opened.push(one);
    return one;
  };
  try {
    await walkOf(portal, 'fr', whoIn(WITHOUT_SCRIPTS, name), newBrowser, () => undefined);
  } catch (fault) {
    return [...ran, `without scripts: ${(fault as Error).message}`];
  } finally {
    for (const one of opened) await one.close();
  }
  return [...ran];
}

/**
 * The whole way once more by somebody who presses every button twice and goes back from every page: each Back shows a page of the
 * portal, and neither more mails leave nor is more written in the file's history than for who went the same way calmly (CALM).
 * @returns what is wrong, a line each
 */
export async function nervousWalk(browser: Browser, name: string, portal: SamplePortal): Promise<string[]> {
  const who = whoIn(NERVOUS, name);
  const [faults, opened] = [[] as string[], [] as RealBrowser[]];
  const goBack = async (page: Page, path: string): Promise<void> => {
    const before = page.url();
    const answer = await page.goBack({ waitUntil: 'load' }).catch((fault: Error) => fault.message.split('\n')[0] ?? '');
    if (typeof answer === 'string') faults.push(`Back from ${path}: ${answer}`);
    else if (answer && answer.status() >= 400 && !TOLD.includes(answer.status()))
      faults.push(`Back from ${path} answers ${answer.status()}`);
    else if (page.url() !== 'about:blank' && (await page.locator('h1').count()) !== 1) faults.push(`Back from ${path} shows no page`);
    if (path === href('signedOut', 'en')) {
      if (new URL(page.url()).pathname !== href('signIn', 'en')) faults.push(`Back after signing out shows ${page.url()}`);
      await page.context().clearCookies({ name: SESSION_COOKIE }); // else the next sign-in leads where Back led
    }
    await page.goto(before, { waitUntil: 'load' });
  };
  const newBrowser = (): RealBrowser => {
    const one: RealBrowser = new RealBrowser(browser, {
      address: portal.address,
      language: 'en',
      javaScript: true,
      twice: true,
      onPage: async (page, path) => {
        if (one.status === 200 && !path.includes('/mailbox')) await goBack(page, path);
      },
    });
    opened.push(one);
    return one;
  };
  try {
    await walkOf(portal, 'en', who, newBrowser, () => undefined);
  } catch (fault) {
    return [...faults, `pressing twice: ${(fault as Error).message}`];
  } finally {
    for (const one of opened) await one.close();
  }
  faults.push(...faultsOfPresses(opened));
  const [calm, nervous] = [await effectsOn(portal, CALM.en), await effectsOn(portal, who)];
  return [...faults, ...differences(calm, nervous)];
}

function whoIn(people: Readonly<Record<string, Traveller>>, name: string): Traveller {
  const who = people[name];
  if (!who) throw new Error(`nobody goes the whole way in ${name}`);
  return who;
}

/** Of second presses so many must be taken, or told that it was done already: else nothing was tried. */
const LEAST_TAKEN = 0.5;

function faultsOfPresses(browsers: readonly RealBrowser[]): string[] {
  const sumOf = (which: keyof RealBrowser['presses']): number => browsers.reduce((sum, { presses }) => sum + presses[which], 0);
  const [all, taken, failed] = [sumOf('all'), sumOf('taken'), sumOf('failed')];
  return [
    ...(taken < all * LEAST_TAKEN || all === 0 ? [`only ${taken} of ${all} second presses were taken`] : []),
    ...(failed > 0 ? [`${failed} second presses were answered with a fault`] : []),
  ];
}

/**
 * What is told as often as it happens, by design: officers look at a file, tries with a wrong password count, questions are answered, and
 * each sign-in opens a session of its own, of which its owner hears.
 */
const EACH_TIME = [
  'The file was looked at.',
  'A sign-in was refused.',
  'The questions before the reply were answered rightly.',
  'The account was signed in to.',
  'mail Somebody signed in on a new device / Une connexion depuis un nouvel appareil',
];

/** What the whole way left behind: the subjects of the mails to somebody, and what the history of their file says. */
async function effectsOn(portal: SamplePortal, { email, caseNumber }: Traveller): Promise<string[]> {
  const signIn = portal.people.find(({ stage }) => stage === 'supervisor')?.signIn;
  if (!signIn) throw new Error('there is no supervisor among the sample people');
  const officer = await signInWith(new Visitor(portal.address), signIn, () => codeOf(portal, signIn.username));
  await officer.visit(href('mailbox', 'en'));
  const mails = officer
    .textsOf(`main tr:contains("${email}") a`)
    .map((subject) => `mail ${subject}`)
    .filter((one) => !EACH_TIME.includes(one));
  await officer.visit(`${href('adminCases', 'en')}?find=${caseNumber}`);
  await officer.visit(linkTo(officer, 'adminCase'));
  await officer.visit(linkTo(officer, 'adminCaseHistory'));
  const done = officer.textsOf('main tbody th').filter((one) => !EACH_TIME.includes(one));
  // nothing would be the same as nothing
  if (mails.length === 0 || done.length === 0) throw new Error(`${mails.length} mails and ${done.length} acts were found of ${email}`);
  return [...mails, ...done];
}

/** What happened more often to one than to the other. */
function differences(calm: readonly string[], nervous: readonly string[]): string[] {
  const times = (all: readonly string[], one: string): number => all.filter((other) => other === one).length;
  return [...new Set([...calm, ...nervous])]
    .filter((one) => times(calm, one) !== times(nervous, one))
    .map((one) => `${times(nervous, one)} instead of ${times(calm, one)}: ${one}`);
}
