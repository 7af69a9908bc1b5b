import passport from 'passport';
import { LocalStrategy } from '../../src/accounts/local.strategy.js';
import { LANGUAGES } from '../../src/language/language.js';
import type { RouteName } from '../../src/language/route-table.js';
import { samplePeople } from '../../src/seeds/sample-people.js';
import { seedIfEmpty } from '../../src/seeds/seed.js';
import { CONFIG } from '../../src/tokens.js';
import { launchChromium } from '../../tools/browser.js';
import { collectPages } from '../../tools/pages/collect.js';
import { seeded } from '../../tools/pages/mutant.js';
import { MUTANTS } from '../../tools/pages/mutants.js';
import { PageMirror } from '../../tools/pages/page-mirror.js';
import { faultsInMarkup } from '../../tools/pages/probes-markup.js';
import { CONTROLS } from '../../tools/pages/probes-shown.js';
import { LIVELY } from '../../tools/pages/sample-portal.js';
import type { SeenPage } from '../../tools/pages/seen-page.js';
import { ReadPage } from '../../tools/visitor-page.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { handlersOf } from '../support/handlers.js';
import { codeFor } from '../support/second-factor.js';
import { faultsOnPage } from './judge-page.js';

/** GET addresses that answer with a picture, a table or a document. */
const FILES: readonly RouteName[] = [
  ...(['photoPicture', 'photographerPicture', 'preparedPicture', 'adminPhotoPicture'] as const),
  ...(['adminImportTemplate', 'adminImportMistakes', 'ecoprDocument'] as const),
];
/** Mails in both languages, which test/mail judges; their pages are for developers alone. */
const MAILS: readonly (RouteName | null)[] = ['mailbox', 'mailboxMessage', 'mailboxPreview'];
/** Pages that nobody among the sample people comes to, with why. */
const UNSEEN: Partial<Record<RouteName, string>> = {
  signInLink: 'a hundred wrong passwords in a row come before it',
  photoCall: 'several photos of one person are returned before it',
};

let portal: TestPortal;
let pages: SeenPage[];
beforeAll(async () => {
  portal = await aPortal({ clock: new TestClock(new Date()), environment: LIVELY });
  const config = portal.app.get(CONFIG);
  await seedIfEmpty(config, () => undefined);
  passport.use(portal.get(LocalStrategy)); // passport is one for the process, and the seed's own portal was the last to use it
  const its = {
    address: portal.address,
    people: samplePeople(config),
    codeOf: (username: string) => codeFor(portal, username),
    now: () => portal.clock.now(),
    deliver: () => portal.deliverMail(),
  };
  pages = onceEach(await collectPages(its, () => undefined, 'pages')).filter(({ route }) => !MAILS.includes(route));
}, 300_000);
afterAll(() => portal.close());

it('every page of the route table is among them', () => {
  const gets = handlersOf(portal).flatMap(({ verb, route }) => (verb === 'GET' && route !== null ? route : []));
  const met = new Set(pages.filter(({ status }) => status === 200).map(({ language, route }) => `${language} ${route}`));
  const missing = LANGUAGES.map((language) => [...new Set(gets)].filter((route) => !met.has(`${language} ${route}`)).sort());
  const expected = [...FILES, ...MAILS, ...Object.keys(UNSEEN)].sort();
  expect(missing).toEqual([expected, expected]);
  const mistaken = pages.filter(({ status, who }) => status === 422 && who !== 'nobody');
  expect(mistaken.length).toBeGreaterThan(60);
});

it.each(LANGUAGES)(
  'axe, html-validate and our probes find nothing on any page without scripts, and none is wider than a phone (%s)',
  async (language) => {
    const browser = await launchChromium();
    const mirror = await PageMirror.open(browser, portal.address, { width: 1280, height: 900, scripts: false });
    const faults: string[] = [];
    for (const seen of pages.filter((one) => one.language === language)) {
      const page = await mirror.rewrite(seen);
      const found = [...(await faultsInMarkup(seen)), ...(await page.evaluate<string[]>(CONTROLS)), ...(await faultsOnPage(page))];
      faults.push(...found.map((fault) => `${seen.path}: ${fault}`));
    }
    await browser.close();
    expect(faults).toEqual([]);
  },
  300_000,
);

it.each(LANGUAGES)(
  'each defect that npm run a11y:mutants seeds finds its place on a page (%s)',
  (language) => {
    const tried = pages.filter((page) => page.language === language);
    const lost: string[] = [];
    for (const mutant of MUTANTS.filter((one) => one.language === undefined || one.language === language)) {
      const at = tried.findIndex(({ html }) => seeded(html, mutant) !== null);
      if (at < 0) lost.push(mutant.name);
      else tried.unshift(...tried.splice(at, 1)); // where one finds a place, the next often does
    }
    expect(lost).toEqual([]);
  },
  60_000,
);

/** The first of each page, and of each page that refuses. */
function onceEach(all: readonly SeenPage[]): SeenPage[] {
  const nameOf = ({ language, route, status, html }: SeenPage) => `${language} ${status === 200 ? route : new ReadPage(html).title}`;
  return [...new Map(all.map((page): [string, SeenPage] => [nameOf(page), page]).reverse()).values()];
}
