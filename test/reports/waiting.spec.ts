import { DAY } from '../../src/clock.js';
import { LANGUAGES } from '../../src/language/language.js';
import { href } from '../../src/language/routes.js';
import { aPortal, type TestPortal } from '../support/app.js';
import { faultsOf } from '../support/markup.js';
import { anApplicant, anOfficer } from '../support/people.js';
import { signIn } from '../support/sign-in.js';
import { count } from './counting.js';

/** What waits is shown as it was counted last, with the time of that count. */
let portal: TestPortal;
beforeEach(async () => {
  portal = await aPortal();
});
afterEach(() => portal.close());

const WORDS = {
  en: { never: 'Nothing has been counted yet', none: 'Nothing waits in any queue', first: /Counted on November 23, 2026/ },
  fr: { never: 'Rien n’a encore été compté', none: 'Rien n’attend', first: /23 novembre 2026/ },
} as const;

it.each(LANGUAGES)(
  'before the first count nobody reads that nothing waits; after it, the last finished one stays (%s)',
  async (language) => {
    const words = WORDS[language];
    const browser = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    const look = async () => {
      await browser.visit(href('adminReportsWaiting', language));
      expect([browser.status, await faultsOf(browser.html)]).toEqual([200, []]);
      return browser.text;
    };
    const before = await look();
    expect([before.includes(words.never), before.includes(words.none)]).toEqual([true, false]);

    await count(portal);
    expect(await look()).toContain(words.none);
    expect(browser.text).toMatch(words.first);

    await anApplicant(portal, { stage: 'declared' });
    await count(portal);
    expect(await look()).not.toContain(words.none);
    expect(browser.$('table')).toHaveLength(1);

    // just after midnight: the new day is begun, and what waits is not counted yet
    portal.clock.advance(DAY);
    await portal.sql('insert into report_day (day, counted_at) values ((select max(day) + 1 from report_day), $1)', [portal.clock.now()]);
    const again = await signIn(portal, await anOfficer(portal, { role: 'supervisor', language }));
    await again.visit(href('adminReportsWaiting', language));
    expect(again.text).not.toContain(words.none);
    expect(again.$('table')).toHaveLength(1);
    expect(again.text).toMatch(words.first);
  },
);
