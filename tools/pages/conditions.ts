import type { Page } from 'playwright-core';
import { CONTROLS, faultsAsShown, faultsOfWidth, WIDTHS } from './probes-shown.js';

/** A way to look at a page, and what must hold then. It leaves the page as it found it: the next begins where it began. */
export interface Condition {
  readonly name: string;
  readonly judge: (page: Page) => Promise<string[]>;
}

const shown: Condition = { name: 'as it is', judge: faultsAsShown };

/** WCAG 1.4.12. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }`;
const spacing: Condition = {
  name: 'text spacing',
  judge: async (page) => {
    const style = await page.addStyleTag({ content: SPACED });
    const faults = [...(await page.evaluate<string[]>(WIDTHS)), ...(await faultsOfWidth(page))];
    await style.evaluate((one) => one.remove());
    return faults;
  },
};

/** WCAG 1.4.4, for somebody whose browser writes twice as large as others; faultsOfWidth looks at a window that is half as wide. */
const larger: Condition = {
  name: 'larger text',
  judge: async (page) => {
    const size = await page.evaluate<string>('getComputedStyle(document.documentElement).fontSize');
    return size === '32px' ? page.evaluate<string[]>(WIDTHS) : [`the browser writes in ${size}`];
  },
};

/** A browser that does not know a wish would find no fault. */
const knows = async (page: Page, wish: string, faults: () => Promise<string[]>): Promise<string[]> =>
  (await page.evaluate<boolean>(`matchMedia('(${wish})').matches`)) ? faults() : [`the browser knows nothing of ${wish}`];

/** In the page: signs and words of a state that are drawn in the colour of the paper. */
const UNSEEN = `(() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  return [...document.querySelectorAll('main :is(.i, .state, .hold, .done, .note, .warn, .tag, .badge, .outcome)')]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && getComputedStyle(one).color === paper)
    .map((one) => 'a state that is not seen: ' + one.parentElement.textContent.trim().slice(0, 40));
})()`;
const colours: Condition = {
  name: 'forced colours',
  judge: (page) =>
    knows(page, 'forced-colors: active', async () => [
      ...(await page.evaluate<string[]>(CONTROLS)),
      ...(await page.evaluate<string[]>(UNSEEN)),
    ]),
};

/** In the page: what still moves for somebody who wants nothing to, and what would once a pointer or the focus comes to it. */
const MOVING = `(() => {
  const lasts = (durations) => durations.split(', ').some((one) => parseFloat(one) > 0);
  const would = [...document.querySelectorAll('*')].filter((one) => {
    const { transitionDuration, animationDuration, animationName, scrollBehavior } = getComputedStyle(one);
    return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration)) || scrollBehavior === 'smooth';
  });
  const does = document.getAnimations().filter((one) => one.playState === 'running').map((one) => one.effect?.target);
  return [...new Set([...would, ...does])].map((one) => 'moves: ' + one?.nodeName.toLowerCase() + '.' + (one?.className ?? ''));
})()`;
const motion: Condition = {
  name: 'reduced motion',
  judge: (page) => knows(page, 'prefers-reduced-motion: reduce', () => page.evaluate(MOVING)),
};

/** PAGES.md 1: of the window's height, what lies elsewhere than where it was first drawn. */
const MOST_SHIFT = 0.02;
/** Milliseconds after which what a script does at first, with a picture that it waits for, is done. */
const SETTLED = 300;
/** In the page: how far things moved while it loaded. */
const SHIFT = `new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(shift), ${SETTLED});
})`;
const loading: Condition = {
  name: 'loading',
  judge: async (page) => {
    const shift = await page.evaluate<number>(SHIFT);
    return shift > MOST_SHIFT ? [`things move by ${shift.toFixed(3)} while it loads`] : [];
  },
};

/** In the page, as it is printed: the words are there, nothing of them lies outside the sheet, and what is for the screen stays there. */
const PRINTED = `[...document.querySelectorAll('h1, main :is(p, dd, li, table)')].filter((one) => !one.closest('.screen, .vh, [hidden], dialog'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => 'wider than the sheet: ' + one.textContent.trim().slice(0, 40))
  .concat([...document.querySelectorAll('.screen')].filter((one) => one.checkVisibility()).map((one) => 'printed, and for the screen alone: ' + one.textContent.trim().slice(0, 40)))
  .concat(document.querySelector('h1')?.getClientRects().length ? [] : ['the heading is not printed'])`;
const SHEET = { width: 720, height: 1000 };
const print: Condition = {
  name: 'print',
  judge: async (page) => {
    const before = page.viewportSize() ?? SHEET;
    await page.setViewportSize(SHEET);
    await page.emulateMedia({ media: 'print' });
    const faults = await page.evaluate<string[]>(PRINTED);
    await page.emulateMedia({ media: null });
    await page.setViewportSize(before);
    return faults;
  },
};

/** What the person has set in their system, in a browser that can be told of it while it shows a page. */
const wished = (condition: Condition, wish: Parameters<Page['emulateMedia']>[0], no: typeof wish): Condition => ({
  ...condition,
  judge: async (page) => {
    await page.emulateMedia(wish);
    const faults = await condition.judge(page);
    await page.emulateMedia(no);
    return faults;
  },
});

/** In the page, before the first press: the places that the Tab key must reach, choices of one name being one; from now on each is noted. */
const STOPS = `(() => {
  const placeOf = (one) => one.type === 'radio' ? 'radio ' + one.name : [...document.querySelectorAll('*')].indexOf(one);
  window.reached = new Set();
  document.addEventListener('focusin', ({ target }) => window.reached.add(placeOf(target)));
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter((one) =>
    one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0);
  window.stops = new Map(all.map((one) => [placeOf(one), one.nodeName.toLowerCase() + ' ' + (one.textContent ?? '').trim().slice(0, 40)]));
  document.querySelector('.skip').focus();
  return window.stops.size;
})()`;
const MISSED = `[...window.stops].filter(([place]) => !window.reached.has(place)).map(([, name]) => 'not reached by the Tab key: ' + name)`;
/** In the page: so many presses more where places are missing. A box that scrolls may take one; a date has four, its parts and its calendar. */
const MORE = `3 + 3 * document.querySelectorAll('[type=date]').length`;

/** With the Tab key alone, from the top to the end: every place is reached, and so none keeps the keyboard. */
const keyboard: Condition = {
  name: 'keyboard',
  judge: async (page) => {
    const stops = await page.evaluate<number>(STOPS);
    for (let presses = 1; presses < stops; presses++) await page.keyboard.press('Tab');
    let missed = await page.evaluate<string[]>(MISSED);
    const most = await page.evaluate<number>(MORE);
    for (let presses = 0; missed.length > 0 && presses < most; presses++) {
      await page.keyboard.press('Tab');
      missed = await page.evaluate<string[]>(MISSED);
    }
    await page.bringToFront(); // behind the last place Firefox goes on in its own bars
    return missed;
  },
};

/** All pages once in one browser: each page is shown once, and judged under each condition in turn. */
export interface Round {
  /** Whether the pages' own scripts run. */
  readonly scripts: boolean;
  /** Scripts come after the page is drawn. */
  readonly late?: boolean;
  /** In a browser of its own, started with a system that wants forced colours, nothing that moves, and text twice as large. */
  readonly wishes?: true;
  readonly conditions: readonly Condition[];
}

const fewMoves = wished(motion, { reducedMotion: 'reduce' }, { reducedMotion: null });
const fewColours = wished(colours, { forcedColors: 'active' }, { forcedColors: null });

/** What every page must stand in Chromium. The Tab key comes last: it leaves the focus, and what it opened, somewhere. */
export const IN_CHROMIUM: readonly Round[] = [
  { scripts: true, late: true, conditions: [loading, shown, fewMoves, keyboard] },
  { scripts: false, conditions: [shown, spacing, fewColours, print, keyboard] },
];

/** And in Firefox, which is told of wishes only when it starts, and does not show a page as it is printed. */
export const IN_FIREFOX: readonly Round[] = [
  { scripts: true, conditions: [shown, keyboard] },
  { scripts: false, conditions: [shown, spacing, keyboard] },
  { scripts: true, wishes: true, conditions: [colours, motion, larger] },
];
