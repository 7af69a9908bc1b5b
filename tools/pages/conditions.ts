import type { Page } from 'playwright-core';
import type { Window } from './page-mirror.js';
import { CONTROLS, faultsAsShown, faultsOfWidth, WIDTHS } from './probes-shown.js';

/** A way to look at a page, and what must hold then. */
export interface Condition {
  readonly name: string;
  readonly window: Window;
  readonly judge: (page: Page) => Promise<string[]>;
}

const WIDE = { width: 1280, height: 900 };
/** WCAG 1.4.12. */
const SPACED = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }`;

/** In the page: what still moves for somebody who wants nothing to. */
const MOVING = `document.getAnimations().filter((one) => one.playState === 'running').map((one) => 'moves: ' + (one.effect?.target?.className ?? ''))`;

/** In the page, as it is printed: the words are there, and nothing of them lies outside the sheet. */
const PRINTED = `[...document.querySelectorAll('h1, main p, main dd')].filter((one) => !one.closest('.screen, .vh, [hidden], dialog'))
  .filter((one) => one.getBoundingClientRect().width > innerWidth + 1).map((one) => 'wider than the sheet: ' + one.textContent.trim().slice(0, 40))
  .concat(document.querySelector('h1')?.getClientRects().length ? [] : ['the heading is not printed'])`;

/** In the page: which stop of the Tab key this is; choices of one name are one stop. */
const STOP = `(() => { const one = document.activeElement; return !one || one === document.body ? '' : String([...document.querySelectorAll('*')].indexOf(one)); })()`;
const STOPS = `(() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter((one) =>
    one.getClientRects().length > 0 && !one.disabled && one.tabIndex >= 0 && getComputedStyle(one).visibility !== 'hidden');
  return new Set(all.map((one, at) => one.type === 'radio' ? 'radio ' + one.name : at)).size;
})()`;

/** With the Tab key alone, from the top to the end: every stop is reached, and none keeps the keyboard. */
async function byKeyboard(page: Page): Promise<string[]> {
  const stops = await page.evaluate<number>(STOPS);
  await page.evaluate('document.activeElement?.blur()');
  const met = new Set<string>();
  let before = '';
  for (let presses = 0; presses < stops + 20; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<string>(STOP);
    if (stop !== '' && stop === before) {
      const inParts = await page.evaluate<boolean>(`document.activeElement.matches('[type=date], audio, video')`);
      if (!inParts) return ['the keyboard is kept in one place'];
    }
    if (stop === '' || met.has(stop)) {
      if (stop !== before) break;
    } else met.add(stop);
    before = stop;
  }
  return met.size < stops && !(await page.evaluate<boolean>(`Boolean(document.querySelector('.errors'))`))
    ? [`${met.size} of ${stops} places are reached by the Tab key`]
    : [];
}

/** What every page must stand, in each browser. */
export const CONDITIONS: readonly Condition[] = [
  { name: 'scripts off', window: { ...WIDE, scripts: false }, judge: faultsAsShown },
  { name: 'scripts on', window: { ...WIDE, scripts: true }, judge: faultsAsShown },
  {
    name: 'text spacing',
    window: { ...WIDE, scripts: false },
    judge: async (page) => {
      await page.addStyleTag({ content: SPACED });
      return [...(await page.evaluate<string[]>(WIDTHS)), ...(await faultsOfWidth(page))];
    },
  },
  {
    name: 'forced colours',
    window: { ...WIDE, scripts: false, wishes: { forcedColors: 'active' } },
    judge: (page) => page.evaluate(CONTROLS),
  },
  {
    name: 'reduced motion',
    window: { ...WIDE, scripts: true, wishes: { reducedMotion: 'reduce' } },
    judge: (page) => page.evaluate(MOVING),
  },
  {
    name: 'print',
    window: { width: 720, height: 1000, scripts: false },
    judge: async (page) => {
      await page.emulateMedia({ media: 'print' });
      return page.evaluate(PRINTED);
    },
  },
  { name: 'keyboard', window: { ...WIDE, scripts: false }, judge: byKeyboard },
];
