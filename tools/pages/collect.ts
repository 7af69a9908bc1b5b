import { ROUTES } from '../../src/language/route-table.js';
import { href } from '../../src/language/routes.js';
import type { SamplePerson, Stage } from '../../src/seeds/sample-people.js';
import { signInWith } from '../second-step.js';
import { Visitor } from '../visitor.js';
import { crawl, type Wanted } from './crawl.js';
import { familyReply } from './family-reply.js';
import { afterwards, prepare } from './preparations.js';
import { travel } from './travel.js';
import { typed } from './typed.js';
import { mistakesOn } from './mistakes.js';
import { codeOf, type SamplePortal } from './sample-portal.js';
import type { SeenPage, Who } from './seen-page.js';

/** Somebody whose browser shows pages of their own. */
interface Looker {
  readonly who: Who;
  readonly browser: Visitor;
  readonly from: string[];
}

/**
 * Every page of the portal in every state that can be met, in both languages: what each sample person finds by following links, the
 * same pages with an empty form sent, and the ways that no link leads to.
 * @param say gets one line for each part
 * @param wanted 'pages': each page about once, and with an empty form sent, without somebody who goes the whole way
 */
export async function collectPages(portal: SamplePortal, say: (line: string) => void, wanted: Wanted = 'states'): Promise<SeenPage[]> {
  const lookers = [await nobody(portal)];
  for (const person of portal.people) if (person.signIn) lookers.push(await looker(portal, person));
  const pages: SeenPage[] = [];
  const [kept, forEverybody, typedBefore] = [new Set<string>(), new Set<unknown>(), new Set<unknown>()];
  const keep = (more: readonly SeenPage[]): void => {
    for (const page of more) {
      const key = `${page.language} ${page.route} ${page.state}`;
      if (!kept.has(key)) pages.push(page);
      kept.add(key);
      typedBefore.add(page.route);
    }
  };
  const of = (who: Who): Looker => {
    const found = lookers.find((one) => one.who === who);
    if (!found) throw new Error(`nobody among the sample people is ${who}`);
    return found;
  };
  const travelled = wanted === 'states' ? await travel(portal, newBrowser) : [];
  say(`traveller: ${travelled.length} pages`);
  const replied = await familyReply(portal, of('supervisor').browser, () => newBrowser(portal.address));
  say(`a family's reply: ${replied.length} pages`);
  await prepare(portal, of);
  await portal.deliver?.();
  for (const { who, browser, from } of lookers) {
    const found = await crawl(browser, who, from, forEverybody, wanted);
    if (who === 'nobody') for (const { route } of found) forEverybody.add(route);
    keep(found);
    keep(await typed(browser, found, typedBefore));
    say(`${who}: ${found.length} pages, ${pages.length} in all`);
  }
  keep([...replied, ...travelled]);
  keep(await halfSignedIn(portal, forEverybody, wanted));
  keep(await afterwards(of));
  const mistakes = await mistakesOn(pages, ({ who }) => lookers.find((one) => one.who === who)?.browser);
  keep(mistakes);
  say(`with mistakes: ${mistakes.length}`);
  return pages;
}

let browsers = 0;

/** Each at a network address of their own: tries to sign in are counted by address. */
const newBrowser = (address: string): Visitor => new Visitor(address, { headers: { 'X-Forwarded-For': `10.9.0.${++browsers}` } });

async function nobody({ address }: SamplePortal): Promise<Looker> {
  const everywhere = Object.values(ROUTES)
    .map(({ en }) => en)
    .filter((path) => !path.includes(':') && !path.startsWith('/en/admin'));
  return { who: 'nobody', browser: await newBrowser(address).visit('/en'), from: everywhere };
}

/** Pages between the password and the second step. */
async function halfSignedIn(portal: SamplePortal, known: Set<unknown>, wanted: Wanted): Promise<SeenPage[]> {
  const { username = '', password = '' } = portal.people.find(({ stage }) => stage === 'supervisor')?.signIn ?? {};
  const browser = await newBrowser(portal.address).visit(href('signIn', 'en'));
  await browser.fill({ username, password }).press('Sign in');
  return crawl(browser, 'supervisor', [href('verificationRecovery', 'en')], known, wanted);
}

async function looker(portal: SamplePortal, { stage, signIn }: SamplePerson): Promise<Looker> {
  const browser = newBrowser(portal.address);
  const { username = '', password = '' } = signIn ?? {};
  await signInWith(browser, { username, password }, () => codeOf(portal, username));
  return { who: stage as Stage, browser, from: [browser.path] };
}
